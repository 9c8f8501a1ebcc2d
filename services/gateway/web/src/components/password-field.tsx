import { PasswordInput, type PasswordInputProps } from '@mantine/core';

/** A password that can be shown, by keyboard too. */
export function PasswordField(props: PasswordInputProps & { label: string }) {
  return (
    <PasswordInput
      visibilityToggleButtonProps={{ 'aria-label': `Show or hide: ${props.label}`, tabIndex: 0 }}
      // Mantine marks its other fields as invalid by itself, but not this one.
      aria-invalid={props.error ? true : undefined}
      {...props}
    />
  );
}
