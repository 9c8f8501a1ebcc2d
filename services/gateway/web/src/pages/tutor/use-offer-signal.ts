import { useEffect, useRef } from 'react';
import type { Offer } from '../../api/types';
import { announce } from '../../components/layout/announcer';

/** Whether a new offer is heard and felt. */
export interface Signals {
  sound: boolean;
  vibration: boolean;
}

/** Says that an offer has come: to a screen reader always, by sound and vibration if wished. */
export function useOfferSignal(offer: Offer | undefined, { sound, vibration }: Signals): void {
  const told = useRef<string>(undefined);
  useEffect(() => {
    if (!sound) return undefined;
    // After a reload the first press of the page gives the permission anew.
    window.addEventListener('pointerdown', allowSound, { once: true });
    return () => window.removeEventListener('pointerdown', allowSound);
  }, [sound]);
  useEffect(() => {
    if (!offer || told.current === offer.id) return;
    told.current = offer.id;
    announce(`Can you help at PC ${offer.seat}?`);
    if (sound) beep();
    if (vibration && 'vibrate' in navigator) navigator.vibrate([200, 100, 200]);
  }, [offer, sound, vibration]);
}

let audio: AudioContext | undefined;

/** To be called from a press or a key: before one, browsers let no page sound. */
export function allowSound(): void {
  audio ??= new AudioContext();
  void audio.resume();
}

/** Two short tones, made here so that no file has to be loaded. */
function beep(): void {
  if (!audio) return;
  for (const [index, frequency] of [880, 1175].entries()) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = frequency;
    volume.gain.value = 0.15;
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + index * 0.2);
    tone.stop(audio.currentTime + index * 0.2 + 0.15);
  }
}
