import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { guestName } from '../agencies/guests'
import { useNames } from '../agencies/useNames'
import type { Channel } from '../connection/contract'
import { Icon } from '../ui/Icon'
import { Refused } from '../ui/Refused'
import { useAct } from '../ui/useAct'
import { ChannelLogView } from './ChannelLogView'
import { GuestsPart } from './GuestsPart'
import { joinChannel } from './joinChannel'
import { leaveChannel } from './leaveChannel'

const named = 3

// One sentence, not a list: the first few by name, the rest as a number.
function readersWords(
  readers: string[],
  t: (key: string, values: Record<string, unknown>) => string,
): string {
  if (readers.length <= named + 1) return t('channels.readers', { agencies: readers.join(', ') })
  const agencies = readers.slice(0, named).join(', ')
  return t('channels.readersMore', { agencies, count: readers.length - named })
}

/** One channel: who reads along, joining and leaving, and its log. */
export function ChannelPage({ channel }: { channel: Channel }) {
  const { t } = useTranslation()
  const names = useNames()
  const join = useAct((key) => joinChannel(key, channel.slug))
  const leave = useAct((key) => leaveChannel(key, channel.slug))
  const isDesk = channel.kind === 'desk'
  const admits = channel.admits ?? []
  const readers = admits.filter((code) => guestName(code) === undefined).map(names.agency)
  const everybody = readers.length === 0 || readers.length === names.organisation?.agencies.length

  return (
    <div className="channel">
      <Link href="/kanal" className="back">
        <Icon name="back" /> {t('channels.back')}
      </Link>
      <header className="channel-head">
        <h2>{channel.name}</h2>
        {isDesk ? (
          <p className="small muted">{t('channels.desk')}</p>
        ) : (
          <p className="small muted">{everybody ? t('channels.readersAll') : readersWords(readers, t)}</p>
        )}
        <GuestsPart channel={channel} />
        <Refused refusal={join.refusal ?? leave.refusal} notSent />
        {!isDesk &&
          (channel.joined ? (
            <Button
              variant="default"
              size="sm"
              loading={leave.busy}
              onClick={() => void leave.run()}
              data-testid="keluar-kanal"
            >
              {t('channels.leave')}
            </Button>
          ) : (
            <Button size="md" loading={join.busy} onClick={() => void join.run()} data-testid="gabung-kanal">
              {t('channels.join')}
            </Button>
          ))}
      </header>
      <ChannelLogView channel={channel} />
    </div>
  )
}
