/** What failed once at the start is tried again, and what it said is told by the log alone. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { blankOut } from './support/sourceRules.ts';

const extension = blankOut(readFileSync('src/extension.ts', 'utf8'));
const application = blankOut(readFileSync('src/application.ts', 'utf8'));

describe('start', () => {
  it('of the application and of the connection is tried again after a failure', () => {
    assert.match(extension, /const load = once\(/);
    assert.match(application, /const openConnection = once\(/);
  });

  it('waits for nothing but the bundle to open the connection: a home folder may hang', () => {
    const [, body = ''] =
      /const openConnection = once\(async \(\) => \{([\s\S]*?)\n {2}\}\);/.exec(application) ?? [];
    assert.match(body, /watchAwsFiles\(/);
    assert.deepEqual(body.match(/\bawait \w+/g), ['await import']);
  });

  it('hands on no promise whose failure nobody records', () => {
    const calls = application.match(/[\w.]*[( ]?\b(?:configure|start)\(\)/g) ?? [];
    const [, body = ''] = /const start = async \(\) => \{([\s\S]*?)\n {2}\};/.exec(application) ?? [];
    assert.deepEqual(calls.sort(), [
      'await configure()',
      'inBackground(configure()',
      'recordingBugs(start()',
    ]);
    assert.match(body, /await configure\(\)/);
  });

  it('that fails leaves nothing behind, and shows no words but ours', () => {
    const [, handling = ''] = /\} catch \(error\) \{([\s\S]*?)\n {2}\}/.exec(application) ?? [];
    assert.match(handling, /log\.recordBug\([^)]*, error\)/);
    assert.match(handling, /parts\.dispose\(\)/);
    assert.match(handling, /throw new Error\('[^']*'\)/);
  });
});
