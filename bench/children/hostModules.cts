/** Loads the parts of Node that the extension host has loaded for itself long before any extension needs them. */
for (const name of ['child_process', 'crypto', 'fs/promises', 'http', 'https', 'os', 'tls', 'util', 'zlib']) {
  require(`node:${name}`);
}
// The agents are made on the first look at them.
require('node:https').globalAgent;
