import { Button, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { answer, api } from '../../api/client';
import { TextLink } from '../../components/link-button';
import { Page } from '../../components/page';
import { PasswordField } from '../../components/password-field';
import { ProblemAlert } from '../../components/problem-alert';
import { useApiForm } from '../../forms/use-api-form';
import { sessionOpened } from '../../session/me';

export function RegisterPage() {
  const search = useSearch({ from: '/guest/register' });
  const queryClient = useQueryClient();
  const router = useRouter();
  // Every rule is the server's, so that what is said here cannot differ from what is enforced.
  const { form, onSubmit, pending, problem } = useApiForm({
    initialValues: { username: '', email: '', display_name: '', password: '', password_confirmation: '' },
    send: ({ display_name, ...values }) =>
      answer(api.POST('/api/v1/accounts', { body: display_name === '' ? values : { ...values, display_name } })),
    onDone: async (session) => {
      sessionOpened(queryClient, session);
      // The guard of this page leads on to where the person wanted to go.
      await router.invalidate();
    },
  });
  return (
    <Page title="Register" size="xs">
      <Paper p="lg" bg="var(--handup-card)" withBorder>
        <form onSubmit={onSubmit} noValidate aria-label="Register">
          <Stack>
            <ProblemAlert problem={problem} title="Not registered" />
            <TextInput
              label="Username"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              required
              {...form.getInputProps('username')}
            />
            <TextInput label="E-mail" type="email" autoComplete="email" required {...form.getInputProps('email')} />
            <TextInput
              label="Name"
              description="How tutors will know you. Your username is used where you leave it empty."
              autoComplete="name"
              {...form.getInputProps('display_name')}
            />
            <PasswordField
              label="Password"
              autoComplete="new-password"
              required
              {...form.getInputProps('password')}
            />
            <PasswordField
              label="Repeat the password"
              autoComplete="new-password"
              required
              {...form.getInputProps('password_confirmation')}
            />
            <Button type="submit" loading={pending} size="md" mih={44}>
              Register
            </Button>
            <Text size="sm">
              Registered already?{' '}
              <TextLink to="/login" search={search}>
                Log in
              </TextLink>
            </Text>
          </Stack>
        </form>
      </Paper>
    </Page>
  );
}
