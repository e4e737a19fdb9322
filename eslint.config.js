import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const PRODUCTS = readdirSync(new URL('src/products', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** Which folder of src may import what else of src. Each message says what to import instead. */
const IMPORT_RULES = [
  {
    files: ['src/core/**'],
    forbidden: ['platform', 'schema', 'products', 'simulators', 'cli'],
    message:
      'core stands alone. Take what is needed as an argument or as a port in src/core/ports, and let the outside implement it.',
  },
  {
    files: ['src/platform/**'],
    forbidden: ['schema', 'products', 'simulators', 'cli'],
    message:
      'platform knows neither the schema nor the products. Import from src/core, or let the caller pass it in.',
  },
  {
    files: ['src/schema/**'],
    forbidden: ['products', 'simulators', 'cli'],
    message:
      'The schema knows no product. Use the records and ports of src/core; what a product adds reaches it through src/schema/shared/product-definition.',
  },
  ...PRODUCTS.map((product) => ({
    files: [`src/products/${product}/**`],
    forbidden: ['simulators', 'cli'],
    siblings: PRODUCTS.filter((sibling) => sibling !== product),
    message:
      'A product imports src/core, src/platform, the types of src/schema and itself. What two products share belongs in core or platform.',
  })),
  {
    files: ['src/simulators/**'],
    forbidden: ['core', 'platform', 'schema', 'products', 'cli'],
    message:
      "Simulators share nothing with the gateway, so that one mistake cannot hide the other: write the vendor's contract down again, in src/simulators.",
  },
];

/** The files that put the gateway together; nothing below them may import them. */
const COMPOSITION = ['main', 'create-app', 'app.module', 'fleet.module'];

/** Leads out of the folder the importing file is in, into one of these. */
const into = (folders) => `^(\\.\\./)+(${folders.join('|')})/`;

const NO_COMPOSITION = {
  regex: `^(\\.\\./)+(${COMPOSITION.join('|')})\\.js$`,
  message: 'Only the composition and the command line import the composition.',
};

const NO_TESTS = {
  regex: into(['test']),
  message: 'src never imports test. Move what both need into src, or write it in the test.',
};

function importRule({ files, forbidden, siblings = [], message }) {
  const patterns = [{ regex: into([...forbidden, ...siblings]), message }, NO_COMPOSITION, NO_TESTS];
  return { files, rules: { 'no-restricted-imports': ['error', { patterns }] } };
}

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'node_modules/'] },
  js.configs.recommended,
  ...tseslint.configs.recommended.map((config) => ({ ...config, files: ['**/*.{ts,tsx}'] })),
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportDefaultDeclaration',
          message: 'Export by name: a name stays the same wherever it is imported.',
        },
        {
          selector: 'TSAsExpression > TSAsExpression > TSUnknownKeyword.typeAnnotation',
          message: 'Two casts hide a mistake. Narrow the value, or give the function the type it takes.',
        },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 300 }],
      'no-restricted-imports': ['error', { patterns: [NO_TESTS] }],
      'no-console': 'error',
    },
  },
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/only-throw-error': 'off' } },
  ...IMPORT_RULES.map(importRule),
  {
    files: ['bench/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 300 }],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: into(['src', 'test']),
              message: 'What is measured and what measures share no code: start the built program instead.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        fetch: 'readonly',
        URL: 'readonly',
        AbortController: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        console: 'readonly',
      },
    },
  },
);
