import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import ts from 'typescript'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
export const PACKAGE_DIR = path.join(root, 'dist/client-sdk')

/** A project of somebody else that has installed the built package. */
export interface Consumer {
  readonly dir: string
  /** What the compiler has to say about files of the project; empty: nothing. */
  compile(files: Readonly<Record<string, string>>, options: ts.CompilerOptions): Promise<string[]>
  /** Runs a file of the project with Node and gives what it printed. */
  run(file: string, text: string): Promise<string>
  remove(): Promise<void>
}

export async function installPackage(): Promise<Consumer> {
  const dir = await mkdtemp(path.join(tmpdir(), 'presence-consumer-'))
  const install = async (name: string, from: string) => {
    const to = path.join(dir, 'node_modules', name)
    await mkdir(path.dirname(to), { recursive: true })
    await symlink(from, to, 'dir')
  }
  await install('@presence-hub/client', PACKAGE_DIR)
  for (const name of ['react', 'react-dom', '@types/react', '@types/react-dom', 'csstype', 'socket.io-client'])
    await install(name, path.join(root, 'node_modules', name))

  const write = async (name: string, text: string) => {
    const file = path.join(dir, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, text)
    return file
  }
  return {
    dir,
    async compile(files, options) {
      const names = await Promise.all(Object.entries(files).map(([name, text]) => write(name, text)))
      const program = ts.createProgram(names, {
        strict: true,
        noEmit: true,
        target: ts.ScriptTarget.ES2022,
        lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
        types: [],
        // Our declarations must stand on their own.
        skipLibCheck: false,
        ...options,
      })
      return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
        const text = ts.flattenDiagnosticMessageText(messageText, ' ')
        return file ? `${path.basename(file.fileName)}: ${text}` : text
      })
    },
    async run(file, text) {
      const { stdout } = await run(process.execPath, [await write(file, text)], { cwd: dir, timeout: 60_000 })
      return stdout.trim()
    },
    remove: () => rm(dir, { recursive: true, force: true }),
  }
}
