// A file of our own: Vite bundles the package's worker through it in development as well as in the build.
import 'monaco-yaml/yaml.worker.js';
