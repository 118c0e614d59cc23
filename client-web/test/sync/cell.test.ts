import { describe, expect, it, vi } from 'vitest'
import { Refusal } from '../../src/connection/refusal'
import { Cell, CellFamily, forgetEverything } from '../../src/sync/cell'

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

  it('lets go of what the member may read no longer, and says that it was there', async () => {
    let answer: Refusal | string = 'secret'
    const cell = new Cell(async () => {
      if (answer instanceof Refusal) throw answer
      return answer
    })
    const notFound = new Refusal('not_found', 404, '', false)
    answer = notFound
    await cell.refresh()
    expect(cell.now()).toMatchObject({ value: undefined, withdrawn: false })
    answer = 'secret'
    await cell.refresh()
    expect(cell.now().withdrawn).toBeUndefined()
    answer = notFound
    await cell.refresh()
    await cell.refresh()
    expect(cell.now()).toEqual({ value: undefined, refusal: notFound, readAt: undefined, withdrawn: true })
  })

  it('forgets of a family what nobody shows', async () => {
    const family = new CellFamily(async (key) => key)
    const [shown, hidden] = [family.of('shown'), family.of('hidden')]
    await Promise.all([shown.refresh(), hidden.refresh()])
    const leave = shown.subscribe(() => {})
    family.forgetHidden()
    expect([shown.now().value, hidden.now().value]).toEqual(['shown', undefined])
    leave()
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
