export { temporaryFolder } from '../../../../packages/command-line/test/temporary-folder.js';
