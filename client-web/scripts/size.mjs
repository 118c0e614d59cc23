// The officer's first load must stay small on a bad line: adds up the entry's static imports, gzipped.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const limit = 200_000
const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'))
const entry = 'index.html'
const seen = new Set()

function collect(key) {
  if (seen.has(key)) return
  seen.add(key)
  for (const next of manifest[key].imports ?? []) collect(next)
}

collect(entry)
const sizeOf = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length
const script = [...seen].reduce((sum, key) => sum + sizeOf(manifest[key].file), 0)
const styles = [...new Set([...seen].flatMap((key) => manifest[key].css ?? []))].reduce(
  (sum, f) => sum + sizeOf(f),
  0,
)

console.log(
  `first load: ${(script / 1000).toFixed(1)} kB script, ${(styles / 1000).toFixed(1)} kB styles (gzip), limit ${limit / 1000} kB script`,
)
if (script > limit) {
  console.error('The first load is too large: load something with import() instead.')
  process.exit(1)
}
