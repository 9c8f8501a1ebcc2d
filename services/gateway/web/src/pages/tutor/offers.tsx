import { Alert, Group, Switch } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Lab, Offer } from '../../api/types';
import { readStored, storageKeys, writeStored } from '../../browser/storage';
import { announce } from '../../components/layout/announcer';
import { useLiveMe } from '../../live/live-context';
import { openOffer } from '../../live/me-state';
import { useNow } from '../../time/use-now';
import { OfferCard } from './offer-card';
import { type Signals, allowSound, useOfferSignal } from './use-offer-signal';

/** How long it is said why an offer is gone. */
const noticeMs = 15_000;

/** What the system asks the tutor in this lab, and why something it asked is gone. */
export function Offers({ lab }: { lab: Lab }) {
  const me = useLiveMe();
  const [signals, setSignals] = useSignals();
  const offer = openOffer(me, lab.id);
  useOfferSignal(offer, signals);
  const last = me.offers.find((known) => known.lab_id === lab.id);
  return (
    <>
      {offer ? <OfferCard key={offer.id} offer={offer} /> : <GoneNotice offer={last} />}
      {lab.policy.mode !== 'pull' && (
        <Group gap="lg">
          <Switch
            label="Sound for offers"
            mih={44}
            checked={signals.sound}
            onChange={(event) => {
              // Browsers let a page sound only after a press.
              if (event.currentTarget.checked) allowSound();
              setSignals({ ...signals, sound: event.currentTarget.checked });
            }}
          />
          {'vibrate' in navigator && (
            <Switch
              label="Vibration for offers"
              mih={44}
              checked={signals.vibration}
              onChange={(event) => setSignals({ ...signals, vibration: event.currentTarget.checked })}
            />
          )}
        </Group>
      )}
    </>
  );
}

/** Says why the last offer is gone, where the tutor did not end it. */
function GoneNotice({ offer }: { offer: Offer | undefined }) {
  const now = useNow();
  const text = offer && goneText(offer);
  const fresh = offer?.ended_at && now - Date.parse(offer.ended_at) <= noticeMs;
  const shown = fresh && text !== undefined ? `The offer for PC ${offer.seat} is gone` : undefined;
  useEffect(() => {
    if (shown !== undefined) announce(`${shown}. ${text}`);
  }, [shown, text]);
  if (shown === undefined) return null;
  return (
    <Alert role="note" variant="light" title={shown}>
      {text}
    </Alert>
  );
}

function goneText(offer: Offer): string | undefined {
  switch (offer.state) {
    case 'lapsed':
      return 'The time to answer was over; somebody else is asked.';
    case 'withdrawn':
      return offer.reason ?? 'The system took it back.';
    case 'superseded':
      return offer.reason ?? 'Somebody else took it.';
    default:
      return undefined;
  }
}

/** Whether offers are heard and felt: kept in this browser, off at first. */
function useSignals(): [Signals, (signals: Signals) => void] {
  const [signals, set] = useState<Signals>(() => ({
    sound: readStored(storageKeys.offerSound) === 'on',
    vibration: readStored(storageKeys.offerVibration) === 'on',
  }));
  return [
    signals,
    (next) => {
      writeStored(storageKeys.offerSound, next.sound ? 'on' : 'off');
      writeStored(storageKeys.offerVibration, next.vibration ? 'on' : 'off');
      set(next);
    },
  ];
}
