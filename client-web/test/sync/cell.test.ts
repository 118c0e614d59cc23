import { describe, expect, it, vi } from 'vitest'
import { Cell, forgetEverything } from '../../src/sync/cell'

describe('a cell', () => {
  it('reads once more when news come during a reading, so the last word wins', async () => {
    let value = 1
    const read = vi.fn(async () => value)
    const cell = new Cell(read)
    const first = cell.refresh()
    value = 2
    void cell.refresh()
    void cell.refresh()
    await first
    expect(read).toHaveBeenCalledTimes(2)
    expect(cell.now().value).toBe(2)
  })

  it('keeps the old value and says why the new one is missing', async () => {
    let broken = false
    const cell = new Cell(async () => {
      if (broken) throw new Error('away')
      return 'old'
    })
    await cell.refresh()
    broken = true
    await cell.refresh()
    expect(cell.now()).toMatchObject({ value: 'old', refusal: { code: 'page_error' } })
  })

  it('shows nothing of a reading that was under way at sign-out', async () => {
    let finish = (_: string): void => {}
    const cell = new Cell(() => new Promise<string>((resolve) => (finish = resolve)))
    const reading = cell.refresh()
    forgetEverything()
    finish('secret')
    await reading
    expect(cell.now().value).toBeUndefined()
  })
})
