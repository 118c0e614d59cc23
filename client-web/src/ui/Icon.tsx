// Few, hand-drawn, and always beside a word: an icon alone tells nobody anything at 2 a.m.
const shapes = {
  kritis: <path d="M12 3 22.5 21h-21z" fill="currentColor" />,
  mendesak: (
    <path d="M12 4.5 21 20H3z" fill="none" stroke="currentColor" strokeWidth="2.4" strokeLinejoin="round" />
  ),
  rutin: <circle cx="12" cy="12" r="6" fill="currentColor" />,
  warning: (
    <path
      d="M12 3.5 21.5 20h-19zM12 10v4.5m0 2.2v.1"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinejoin="round"
      strokeLinecap="round"
    />
  ),
  alerts: (
    <path
      d="M12 3.5a6 6 0 0 0-6 6V14l-2 3.5h16L18 14V9.5a6 6 0 0 0-6-6zM10 20.5h4"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.9"
      strokeLinejoin="round"
      strokeLinecap="round"
    />
  ),
  desk: (
    <path
      d="M4 10.5h16M6 10.5V20m12-9.5V20M9 4.5h6v6H9z"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.9"
      strokeLinejoin="round"
      strokeLinecap="round"
    />
  ),
  report: (
    <path d="M12 5v14M5 12h14" fill="none" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round" />
  ),
  channel: (
    <path
      d="M4 5h16v11H10l-4 3.5V16H4z"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.9"
      strokeLinejoin="round"
    />
  ),
  more: (
    <path
      d="M4 7h16M4 12h16M4 17h16"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
    />
  ),
  connected: (
    <path
      d="m5 12.5 4.5 4.5L19 7.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  connecting: (
    <path d="M12 4a8 8 0 1 1-8 8" fill="none" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />
  ),
  disconnected: (
    <path
      d="M6 6l12 12M18 6 6 18"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.6"
      strokeLinecap="round"
    />
  ),
  check: (
    <path
      d="m5 12.5 4.5 4.5L19 7.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  clock: (
    <path
      d="M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
    />
  ),
  back: (
    <path
      d="M14.5 5.5 8 12l6.5 6.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  person: (
    <path
      d="M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20c1-4 4-5.5 7.5-5.5s6.500 1.500 7.500 5.500"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.9"
      strokeLinecap="round"
    />
  ),
}

/** Names of the icons. */
export type IconName = keyof typeof shapes

/** A small picture beside a word; never read aloud, for the word says it. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {shapes[name]}
    </svg>
  )
}
