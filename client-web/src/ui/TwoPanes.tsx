import { type ReactNode, useEffect, useRef } from 'react'

interface TwoPanesProps {
  /** What is open in the detail; nothing leaves the list alone on a phone. */
  open: string | undefined
  listLabel: string
  detailLabel: string
  list: ReactNode
  detail: ReactNode
}

/** A list and one thing of it: beside each other on a desktop, one after the other on a phone. */
export function TwoPanes({ open, listLabel, detailLabel, list, detail }: TwoPanesProps) {
  const listTop = useRef(0)

  // On a phone both share the window's scroll: the detail starts at its top, and Back finds the list where it was left.
  useEffect(() => {
    if (open) {
      window.scrollTo(0, 0)
      return
    }
    window.scrollTo(0, listTop.current)
    const remember = (): void => {
      listTop.current = window.scrollY
    }
    window.addEventListener('scroll', remember, { passive: true })
    return () => window.removeEventListener('scroll', remember)
  }, [open])

  return (
    <div className="two-panes" data-open={open ? 'detail' : 'list'}>
      <section className="pane-list" aria-label={listLabel}>
        {list}
      </section>
      <section className="pane-detail" aria-label={detailLabel}>
        {detail}
      </section>
    </div>
  )
}
