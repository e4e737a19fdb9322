// npm run screenshots: pictures of the board over the demo's fleet, into docs/images or the folder that is given.
import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { helpIfAsked } from './help.mjs';

helpIfAsked(`usage: npm run screenshots -- [FOLDER]

Starts the demo and takes pictures of the board with /usr/bin/chromium: of each view in light and dark, 390, 1280 and 2560 pixels wide,
into FOLDER; without one only board.png and board-days.png of docs/images, which the README shows.`);

const [folder] = process.argv.slice(2);
const VIEWS = {
  needs: '.need',
  days: '.rows .cell.SUCCESS',
  running: 'tbody',
  repositories: 'tbody',
  servers: 'tbody',
};
const README = [
  { name: 'board', view: 'needs', width: 1280, height: 860, colorScheme: 'light' },
  { name: 'board-days', view: 'days', width: 1280, height: 860, colorScheme: 'dark' },
];

const target = folder ?? 'docs/images';
await mkdir(target, { recursive: true });
const demo = spawn(process.execPath, ['scripts/demo.mjs'], { stdio: ['ignore', 'pipe', 'inherit'] });
try {
  const address = await addressOf(demo);
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  for (const shot of folder === undefined ? README : everyView()) await take(browser, address, shot);
  await browser.close();
} finally {
  demo.kill('SIGTERM');
}

function everyView() {
  return Object.keys(VIEWS).flatMap((view) =>
    [390, 1280, 2560].flatMap((width) =>
      ['light', 'dark'].map((colorScheme) => ({
        name: `${view}-${width}-${colorScheme}`,
        view,
        width,
        height: width === 390 ? 844 : 1000,
        colorScheme,
      })),
    ),
  );
}

async function take(browser, address, { name, view, width, height, colorScheme }) {
  const options = { viewport: { width, height }, colorScheme, locale: 'en-GB', timezoneId: 'Europe/Berlin' };
  const page = await browser.newPage(options);
  await page.goto(`${address}?view=${view}`);
  await page.locator(VIEWS[view]).first().waitFor();
  await page.screenshot({ path: join(target, `${name}.png`) });
  await page.close();
}

/** Where the demo says that the board is. */
function addressOf({ stdout }) {
  return new Promise((resolve, reject) => {
    let output = '';
    stdout.on('data', (chunk) => {
      output += chunk;
      const found = /See the fleet at (\S+),/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    });
    stdout.on('end', () => reject(new Error(`the demo ended:\n${output}`)));
  });
}
