const { createHash } = require('node:crypto')
const { readFileSync } = require('node:fs')
const path = require('node:path')
const esbuild = require('esbuild')

const self = readFileSync(__filename)

module.exports = {
  // Without a key of its own, Jest would serve code that an older transformer or esbuild made.
  getCacheKey: (source, file, { supportsStaticESM, instrument }) =>
    createHash('sha256')
      .update(JSON.stringify([file, source, supportsStaticESM, instrument, esbuild.version]))
      .update(self)
      .digest('hex'),

  process(source, file, { supportsStaticESM }) {
    const { code, map } = esbuild.transformSync(source, {
      loader: 'ts',
      format: supportsStaticESM ? 'esm' : 'cjs',
      target: 'node20',
      sourcemap: 'external',
      // A full path here makes the coverage report silently empty.
      sourcefile: path.basename(file),
      tsconfigRaw: { compilerOptions: { target: 'es2022', verbatimModuleSyntax: true } },
    })
    return { code, map }
  },
}
