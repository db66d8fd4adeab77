export { findBrowser, INSTALL } from './find-browser.js';
export { launchBrowser, watchPage } from './launch.js';
export { type ServeOptions, type Server, serveWorkspace } from './serve.js';
export { softwareVulkan } from './software-vulkan.js';
