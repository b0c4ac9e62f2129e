/** Every suite is plain Node and ESM; a stage picks its tests by folder (scripts/test.mjs). */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // js before ts: packages in node_modules must find their own files, ours have no .js next to a .ts.
  moduleFileExtensions: ['js', 'ts', 'mjs', 'cjs', 'json', 'node'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '\\.ts$': '<rootDir>/test/support/esbuild-transformer.cjs' },
  // Real processes start in these tests; a wait of their own ends well before this, with a better message.
  testTimeout: 180_000,
  coverageProvider: 'babel',
  collectCoverageFrom: ['protocol/**/*.ts', 'server/**/*.ts', 'client-sdk/**/*.ts'],
}
