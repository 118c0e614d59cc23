import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/**
 * Writes into the built service worker which files the page consists of, and a version that changes with any of them.
 * The worker's own name stays the same: the browser looks at that address for a newer one.
 */
export function shell(): Plugin {
  let folder = 'dist'
  return {
    name: 'timpora-shell',
    apply: 'build',
    configResolved({ root, build }) {
      folder = join(root, build.outDir)
    },
    closeBundle() {
      const files = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replaceAll('\\', '/'))
        .filter((file) => file !== '/sw.js' && !file.startsWith('/.'))
        .sort()
      const hash = createHash('sha256')
      for (const file of files) hash.update(file).update(readFileSync(join(folder, file)))
      const value = JSON.stringify({ version: hash.digest('hex').slice(0, 16), files })
      const worker = join(folder, 'sw.js')
      const code = readFileSync(worker, 'utf8')
      if (!code.includes('__SHELL__'))
        throw new Error('The service worker has no place for its list of files.')
      writeFileSync(
        worker,
        code.replace('__SHELL__', () => value),
      )
    },
  }
}
