import js from '@eslint/js'
import tseslint from 'typescript-eslint'

const NODE_NAMES =
  'process console performance URL Buffer setTimeout clearTimeout setInterval clearInterval fetch AbortSignal'
const NODE_GLOBALS = Object.fromEntries(NODE_NAMES.split(' ').map((name) => [name, 'readonly']))

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'node_modules/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'prefer-const': 'error',
      'no-console': 'error',
    },
  },

  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      // `import { type A }` alone still loads the file at run time.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      // A default (`unreachable(x)`) does not excuse a case that is missing.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // The memory store answers promises without waiting for anything: it keeps the port's shape.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['{server,protocol,client-sdk,web}/**/*.ts'],
    rules: { 'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['{test,bench}/**/*.ts'],
    rules: {
      '@typescript-eslint/unbound-method': 'off',
      // Tests look at JSON from outside; expect() checks what a type cannot.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
  { files: ['bench/**', 'scripts/**'], rules: { 'no-console': 'off' } },

  { files: ['**/*.js', '**/*.mjs'], languageOptions: { globals: NODE_GLOBALS } },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { ...NODE_GLOBALS, require: 'readonly', module: 'writable', __filename: 'readonly' },
    },
  },
)
