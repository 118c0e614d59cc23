import { useEffect, useSyncExternalStore } from 'react'
import { asRefusal, type Refusal } from '../connection/refusal'

/** What a page knows about one thing that lives on the server. */
export interface CellView<T> {
  value: T | undefined
  /** Why the last reading failed; the old value stays and is shown as old. */
  refusal: Refusal | undefined
  readAt: number | undefined
  /** There was a value, and the member may no longer read it. */
  withdrawn?: boolean
}

/** One thing read from the server, kept while somebody shows it, and read again when news says it changed. */
export class Cell<T> {
  private view: CellView<T> = { value: undefined, refusal: undefined, readAt: undefined }
  private readonly listeners = new Set<() => void>()
  private readonly read: () => Promise<T>
  private running: Promise<void> | undefined
  private again = false
  private generation = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(read: () => Promise<T>) {
    this.read = read
    cells.add(this as Cell<unknown>)
  }

  readonly now = (): CellView<T> => this.view

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  get isShown(): boolean {
    return this.listeners.size > 0
  }

  /** Reads now. A call during a reading reads once more afterwards, so the last word always wins. */
  refresh(): Promise<void> {
    if (this.running) {
      this.again = true
      return this.running
    }
    this.running = this.readUntilQuiet().finally(() => {
      this.running = undefined
    })
    return this.running
  }

  /** Reads soon; many calls in a moment become one reading. */
  refreshSoon(delay = 120): void {
    if (this.timer) return
    this.timer = setTimeout(() => {
      this.timer = undefined
      void this.refresh()
    }, delay)
  }

  /** Puts in what an answer already told, before the next reading confirms it. */
  patch(change: (value: T) => T): void {
    if (this.view.value !== undefined) this.set({ ...this.view, value: change(this.view.value) })
  }

  /** Forgets everything, as at sign-out. */
  forget(): void {
    this.generation++
    this.set({ value: undefined, refusal: undefined, readAt: undefined })
  }

  private async readUntilQuiet(): Promise<void> {
    do {
      this.again = false
      const generation = this.generation
      try {
        const value = await this.read()
        if (generation === this.generation) this.set({ value, refusal: undefined, readAt: Date.now() })
      } catch (cause) {
        if (generation === this.generation) this.failed(asRefusal(cause))
      }
    } while (this.again)
  }

  // A line that fails says nothing about the old value. That the member may not read it says that it must go.
  private failed(refusal: Refusal): void {
    const withdrawn = this.view.withdrawn === true || this.view.value !== undefined
    this.set(
      isClosed(refusal)
        ? { value: undefined, refusal, readAt: undefined, withdrawn }
        : { ...this.view, refusal },
    )
  }

  private set(view: CellView<T>): void {
    this.view = view
    for (const listener of this.listeners) listener()
  }
}

const cells = new Set<Cell<unknown>>()
const forgetters = new Set<() => void>()

/** Who keeps something of a person outside of cells is told when everything is forgotten. */
export function whenForgotten(forget: () => void): void {
  forgetters.add(forget)
}

/** The server's word that there is nothing here for this member: not any more, or never. */
export const isClosed = (refusal: Refusal): boolean => refusal.status === 403 || refusal.status === 404

/** Reads everything on the screen again: after a cut, and when a person comes back to the page. */
export function refreshShown(): void {
  for (const cell of cells) if (cell.isShown) cell.refreshSoon(0)
}

/** Forgets everything that was read, so the next person at this device sees nothing of it. */
export function forgetEverything(): void {
  for (const cell of cells) cell.forget()
  for (const forget of forgetters) forget()
}

/** Cells of one kind by key; a key that nobody shows any more is dropped when too many stand around. */
export class CellFamily<T> {
  private readonly family = new Map<string, Cell<T>>()
  private readonly read: (key: string) => Promise<T>
  private readonly keep: number

  constructor(read: (key: string) => Promise<T>, keep = 50) {
    this.read = read
    this.keep = keep
  }

  /** The cell of a key. */
  of(key: string): Cell<T> {
    const known = this.family.get(key)
    if (known) return known
    if (this.family.size >= this.keep) this.dropOne()
    const fresh = new Cell(() => this.read(key))
    this.family.set(key, fresh)
    return fresh
  }

  /** Reads the shown cells again, soon. */
  refreshShown(delay?: number): void {
    for (const cell of this.family.values()) if (cell.isShown) cell.refreshSoon(delay)
  }

  /** Forgets what nobody shows; it is read anew when somebody does. */
  forgetHidden(): void {
    for (const cell of this.family.values()) if (!cell.isShown) cell.forget()
  }

  /** Changes what is known under every key. */
  patchAll(change: (value: T) => T): void {
    for (const cell of this.family.values()) cell.patch(change)
  }

  private dropOne(): void {
    for (const [key, cell] of this.family) {
      if (cell.isShown) continue
      this.family.delete(key)
      cells.delete(cell as Cell<unknown>)
      return
    }
  }
}

/** Shows a cell, reading it when it comes into view and again every `everyMs` as a safety net. */
export function useCell<T>(cell: Cell<T>, everyMs = 60_000): CellView<T> {
  useEffect(() => {
    void cell.refresh()
    const timer = setInterval(() => void cell.refresh(), everyMs)
    return () => clearInterval(timer)
  }, [cell, everyMs])
  return useSyncExternalStore(cell.subscribe, cell.now)
}
