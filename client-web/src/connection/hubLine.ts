import type { HubConnection } from '@microsoft/signalr'
import type { Entry } from './contract'
import { liveNow, setLive } from './live'
import { retryDelay } from './retryPolicy'

/** What the hub calls on us. */
export interface HubCalls {
  entries(channel: string, epoch: string, entries: Entry[]): void
  heads(heads: Record<string, { epoch: string; head: number }>): void
  resync(channel: string): void
  revoked(channel: string): void
  /** The line stands; everything has to be asked for anew. */
  connected(): void
  /** An attempt failed: perhaps the session is over. */
  failed(): void
}

/** After this many failed attempts in a row the person is told "Terputus" instead of "Menyambung". */
const patience = 2

/** Keeps one line to the hub, for ever: a closed line is opened again with growing, jittered waits. */
export class HubLine {
  private connection: HubConnection | undefined
  private wanted = false
  private failures = 0
  private wake: (() => void) | undefined
  private readonly calls: HubCalls

  constructor(calls: HubCalls) {
    this.calls = calls
  }

  /** Opens the line and keeps it open until stop. */
  start(): void {
    if (this.wanted) return
    this.wanted = true
    this.failures = 0
    setLive({ state: 'connecting' })
    globalThis.addEventListener('online', this.hurry)
    globalThis.addEventListener('offline', this.noteOffline)
    document.addEventListener('visibilitychange', this.hurryWhenVisible)
    void this.run()
  }

  /** Closes the line. */
  async stop(): Promise<void> {
    this.wanted = false
    globalThis.removeEventListener('online', this.hurry)
    globalThis.removeEventListener('offline', this.noteOffline)
    document.removeEventListener('visibilitychange', this.hurryWhenVisible)
    this.wake?.()
    await this.connection?.stop()
  }

  /** Asks the hub and waits for its word; a line that is down answers with a rejection. */
  async invoke(method: string, ...args: unknown[]): Promise<void> {
    if (!this.connection || liveNow().state !== 'connected') return
    await this.connection.invoke(method, ...args)
  }

  private async run(): Promise<void> {
    while (this.wanted) {
      const opened = await this.connect()
      if (opened) {
        this.failures = 0
        this.calls.connected()
        await opened.closed
        if (this.wanted) setLive({ state: 'connecting', heardAt: Date.now() })
      } else if (this.wanted) {
        this.calls.failed()
        if (this.failures >= patience) setLive({ state: 'disconnected' })
      }
      if (this.wanted) await this.pause(retryDelay(this.failures++))
    }
    setLive({ state: 'disconnected' })
  }

  // The promise is wrapped: an async function would wait for a bare one, and the line would count as open only when it closed.
  private async connect(): Promise<{ closed: Promise<void> } | undefined> {
    try {
      const { HttpTransportType, HubConnectionBuilder, LogLevel } = await import('@microsoft/signalr')
      // A web socket at once: what is negotiated with one node is unknown to the next, and a proxy may choose another each time.
      const connection = new HubConnectionBuilder()
        .withUrl('/hub', { transport: HttpTransportType.WebSockets, skipNegotiation: true })
        .configureLogging(LogLevel.None)
        .build()
      connection.on('entries', (channel, epoch, entries) =>
        this.hear(() => this.calls.entries(channel, epoch, entries)),
      )
      connection.on('heads', (heads) => this.hear(() => this.calls.heads(heads)))
      connection.on('resync', (channel) => this.hear(() => this.calls.resync(channel)))
      connection.on('revoked', (channel) => this.hear(() => this.calls.revoked(channel)))
      const closed = new Promise<void>((resolve) => connection.onclose(() => resolve()))
      await connection.start()
      this.connection = connection
      setLive({ state: 'connected', heardAt: Date.now() })
      return { closed }
    } catch {
      return undefined
    }
  }

  private hear(handle: () => void): void {
    setLive({ heardAt: Date.now() })
    handle()
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        this.wake = undefined
        resolve()
      }
      const timer = setTimeout(done, ms)
      this.wake = done
    })
  }

  private readonly hurry = (): void => {
    this.failures = 0
    this.wake?.()
  }

  // The browser knows at once what the hub's time-out finds after half a minute.
  private readonly noteOffline = (): void => {
    setLive({ state: 'disconnected' })
    void this.connection?.stop()
  }

  private readonly hurryWhenVisible = (): void => {
    if (document.visibilityState === 'visible') this.hurry()
  }
}
