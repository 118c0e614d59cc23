import { act, renderHook } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { Refusal, unreachable } from '../../src/connection/refusal'
import { useAct } from '../../src/ui/useAct'

describe('an act', () => {
  it('keeps its client key while the same act is tried again, and takes a new one for the next', async () => {
    const keys: string[] = []
    let away = true
    const { result } = renderHook(() =>
      useAct(async (key, _text: string) => {
        keys.push(key)
        if (away) throw unreachable()
      }),
    )
    await act(() => result.current.run('a'))
    expect(result.current.refusal?.code).toBe('unreachable')
    away = false
    await act(() => result.current.run('a'))
    await act(() => result.current.run('a'))
    expect(keys[1]).toBe(keys[0])
    expect(keys[2]).not.toBe(keys[1])
    expect(result.current.refusal).toBeUndefined()
  })

  it('takes a new key when the content changed or the refusal was final', async () => {
    const keys: string[] = []
    let final = false
    const { result } = renderHook(() =>
      useAct(async (key, _text: string) => {
        keys.push(key)
        throw final ? new Refusal('validation_failed', 400, 'x', false) : unreachable()
      }),
    )
    await act(() => result.current.run('a'))
    await act(() => result.current.run('b'))
    final = true
    await act(() => result.current.run('b'))
    await act(() => result.current.run('b'))
    expect(new Set(keys).size).toBe(3)
    expect(keys[2]).toBe(keys[1])
  })

  it('is done once even when the button is tapped twice', async () => {
    const once = vi.fn(() => new Promise((resolve) => setTimeout(resolve, 5)))
    const { result } = renderHook(() => useAct(once))
    await act(async () => {
      await Promise.all([result.current.run(), result.current.run()])
    })
    expect(once).toHaveBeenCalledOnce()
  })
})
