/**
 * Stands in for `@vscode/spdlog`, a native module that the server build of VS Code comes without: writes the same
 * log files in plain JavaScript. Output channels are log files, so without it they would stay empty.
 */
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];

class Logger {
  constructor(path) {
    this.path = path;
    this.level = levels.indexOf('info');
    this.hasPattern = false;
  }

  trace(message) {
    this.write('trace', message);
  }
  debug(message) {
    this.write('debug', message);
  }
  info(message) {
    this.write('info', message);
  }
  warn(message) {
    this.write('warning', message);
  }
  error(message) {
    this.write('error', message);
  }
  critical(message) {
    this.write('critical', message);
  }

  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  setPattern(_pattern) {
    this.hasPattern = true;
  }
  clearFormatters() {
    this.hasPattern = false;
  }
  flush() {}
  drop() {}

  /** VS Code uses one pattern only: time, level in brackets, text. Without a pattern the text stands alone. */
  write(level, message) {
    if (levels.indexOf(level) >= this.level) {
      const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
      appendFileSync(this.path, this.hasPattern ? `${time} [${level}] ${message}\n` : message);
    }
  }
}

async function createLogger(_name, path) {
  mkdirSync(dirname(path), { recursive: true });
  return new Logger(path);
}

exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
