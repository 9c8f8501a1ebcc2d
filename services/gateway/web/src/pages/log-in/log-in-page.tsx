import { Button, Paper, Stack, Text, TextInput } from '@mantine/core';
import { isNotEmpty } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { answer, api } from '../../api/client';
import { TextLink } from '../../components/link-button';
import { Page } from '../../components/page';
import { PasswordField } from '../../components/password-field';
import { ProblemAlert } from '../../components/problem-alert';
import { useApiForm } from '../../forms/use-api-form';
import { sessionOpened } from '../../session/me';

export function LogInPage() {
  const search = useSearch({ from: '/guest/login' });
  const queryClient = useQueryClient();
  const router = useRouter();
  const { form, onSubmit, pending, problem } = useApiForm({
    initialValues: { login: '', password: '' },
    validate: {
      login: isNotEmpty('Enter your username or e-mail address.'),
      password: isNotEmpty('Enter your password.'),
    },
    send: (values) => answer(api.POST('/api/v1/sessions', { body: values })),
    onDone: async (session) => {
      sessionOpened(queryClient, session);
      // The guard of this page leads on to where the person wanted to go.
      await router.invalidate();
    },
  });
  const wrong = problem?.code === 'wrong_credentials';
  return (
    <Page title="Log in" size="xs">
      <Paper p="lg" bg="var(--handup-card)" withBorder>
        <form onSubmit={onSubmit} noValidate aria-label="Log in">
          <Stack>
            {/* Nothing more than this sentence may be said about a wrong login. */}
            {wrong && (
              <Text c="var(--mantine-color-error)" role="alert" fw={600}>
                {problem.detail}
              </Text>
            )}
            <ProblemAlert problem={wrong ? undefined : problem} title="Not logged in" />
            <TextInput
              label="Username or e-mail"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              required
              {...form.getInputProps('login')}
            />
            <PasswordField
              label="Password"
              autoComplete="current-password"
              required
              {...form.getInputProps('password')}
            />
            <Button type="submit" loading={pending} size="md" mih={44}>
              Log in
            </Button>
            <Text size="sm">
              No account yet?{' '}
              <TextLink to="/register" search={search}>
                Register
              </TextLink>
            </Text>
          </Stack>
        </form>
      </Paper>
    </Page>
  );
}
