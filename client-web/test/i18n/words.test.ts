import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import en from '../../src/i18n/en.json'
import id from '../../src/i18n/id.json'

type Tree = { [key: string]: string | Tree }

function flat(tree: Tree, prefix = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value]] : Object.entries(flat(value, `${prefix}${key}.`)),
    ),
  )
}

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return sources(path)
    return /\.tsx?$/.test(name) ? [path] : []
  })
}

const indonesian = flat(id)
const english = flat(en)
const files = sources(join(import.meta.dirname, '../../src')).map((path) => ({
  path,
  text: readFileSync(path, 'utf8'),
}))
const placeholders = (text: string): string[] => (text.match(/\{\{\w+\}\}/g) ?? []).sort()

describe('the words of the page', () => {
  it('exist in both languages, with the same gaps to fill', () => {
    expect(Object.keys(english).sort()).toEqual(Object.keys(indonesian).sort())
    for (const [key, text] of Object.entries(indonesian)) {
      expect(placeholders(english[key] ?? ''), key).toEqual(placeholders(text))
      expect(text.trim(), key).not.toBe('')
    }
  })

  it('never shout', () => {
    for (const [key, text] of Object.entries({ ...indonesian, ...english }))
      expect(text, key).not.toContain('!')
  })

  it('exist for every key that the code names', () => {
    for (const { path, text } of files) {
      for (const [, key] of text.matchAll(/\bt\(\s*'([\w.-]+)'/g))
        expect(indonesian, `${key} in ${path}`).toHaveProperty([key ?? ''])
      for (const [, start] of text.matchAll(/\bt\(\s*`([\w.]+\.)\$\{/g)) {
        const known = Object.keys(indonesian).some((key) => key.startsWith(start ?? ''))
        expect(known, `${start} in ${path}`).toBe(true)
      }
    }
  })

  it('stand in the word files, not in the code', () => {
    const allowed = new Set(['Timpora.Comms'])
    for (const { path, text } of files.filter((f) => f.path.endsWith('.tsx'))) {
      const between = [...text.matchAll(/>\s*([A-Za-z][A-Za-z .,]{2,})\s*</g)].map(
        ([, words]) => words?.trim() ?? '',
      )
      const attributes = [
        ...text.matchAll(/\b(?:label|aria-label|placeholder|title|alt|description)="([^"]+)"/g),
      ].map(([, words]) => words ?? '')
      const code = /^(?:void|string|number|Promise|Map|Set|T|readonly)\b|\b(?:const|return|extends)\b/
      const hard = [...between, ...attributes].filter((words) => !allowed.has(words) && !code.test(words))
      expect(hard, path).toEqual([])
    }
  })
})
