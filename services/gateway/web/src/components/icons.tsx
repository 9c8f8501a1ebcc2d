// The few pictures the client needs, drawn with the text's colour. They only ever accompany
// words, so they are hidden from screen readers.
import type { ReactNode } from 'react';

function Icon({ children, size = 20 }: { children: ReactNode; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export function HandIcon({ size }: { size?: number }) {
  return (
    <Icon size={size}>
      <path d="M8 13V6.5a1.5 1.5 0 0 1 3 0V12M11 11.5v-6.5a1.5 1.5 0 0 1 3 0V12M14 11.5V6.5a1.5 1.5 0 0 1 3 0V15" />
      <path d="M17 11.5a1.5 1.5 0 0 1 3 0V16a6 6 0 0 1-6 6h-2c-2 0-3.3-.8-4.5-2.5L4.2 14.5a1.5 1.5 0 0 1 2.6-1.5L8 15" />
    </Icon>
  );
}

export function BellIcon() {
  return (
    <Icon>
      <path d="M6 17V11a6 6 0 0 1 12 0v6l2 1H4zM10 21h4" />
    </Icon>
  );
}

export function SunIcon() {
  return (
    <Icon>
      <circle cx="12" cy="12" r="4" />
      <path d="M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6 19 19M19 5l-1.4 1.4M6.4 17.6 5 19" />
    </Icon>
  );
}

export function MoonIcon() {
  return (
    <Icon>
      <path d="M20 14A8 8 0 1 1 10 4a6.5 6.5 0 0 0 10 10z" />
    </Icon>
  );
}

export function MenuIcon() {
  return (
    <Icon>
      <path d="M4 7h16M4 12h16M4 17h16" />
    </Icon>
  );
}

export function CheckIcon() {
  return (
    <Icon>
      <path d="m5 12 5 5L20 7" />
    </Icon>
  );
}

export function CopyIcon() {
  return (
    <Icon size={18}>
      <rect x="9" y="9" width="11" height="11" rx="2" />
      <path d="M5 15H4V5a1 1 0 0 1 1-1h10v1" />
    </Icon>
  );
}
