// Writes regions.tsv.gz beside this file: every Indonesian province, regency or city and district as "code<TAB>name" lines,
// sorted by code, so that a newer edition of the data shows up as a reviewable change of counts.
//
// The data comes from the npm package idn-area-data 4.0.1 (code MIT, data ODbL 1.0, see NOTICE.md). It is no dependency of
// the product; take it in a temporary folder and run this script from there:
//
//   dir=$(mktemp -d) && npm install --prefix "$dir" --ignore-scripts idn-area-data@4.0.1
//   node server/Agencies/regions/generate.mjs "$dir/node_modules/idn-area-data"
//
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const source = process.argv[2];
if (!source) {
  console.error('usage: node generate.mjs <folder of the package idn-area-data>');
  process.exit(2);
}

const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
if (version !== '4.0.1') console.error(`note: made for idn-area-data 4.0.1, this is ${version}; update NOTICE.md and the counts in RegionsTests`);

// One line of the CSV files: the code first, the name last, a quoted field doubles its quotes ("Ra""as").
const fields = line => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(match => match[1].replace(/^"|"$/g, '').replaceAll('""', '"'));

const rows = ['provinces', 'regencies', 'districts'].flatMap(file =>
  readFileSync(join(source, 'data', `${file}.csv`), 'utf8')
    .split('\n').map(line => line.trimEnd()).filter(Boolean).slice(1)
    .map(line => {
      const cells = fields(line);
      const [code, name] = [cells[0], cells[file === 'provinces' ? 1 : 2]];
      if (!/^\d\d(\.\d\d){0,2}$/.test(code) || !name || name.includes('\t')) throw new Error(`unexpected line in ${file}.csv: ${line}`);
      return [code, name];
    }));

rows.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
const target = new URL('regions.tsv.gz', import.meta.url);
const packed = gzipSync(rows.map(row => row.join('\t') + '\n').join(''), { level: 9 });
writeFileSync(target, packed);
console.log(`${rows.length} regions, ${packed.length} bytes`);
