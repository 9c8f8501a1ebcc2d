-- A role for each service with a schema of its own, in the one database `handup`. A role sees
-- nothing of the others' schemas. It gets its password afterwards; until then it can't log in.
DO $$
DECLARE
    service text;
BEGIN
    FOREACH service IN ARRAY ARRAY['auth', 'request', 'assignment', 'notification', 'analytics']
    LOOP
        EXECUTE format('CREATE ROLE %I LOGIN', service);
        EXECUTE format('CREATE SCHEMA %I AUTHORIZATION %I', service, service);
        EXECUTE format('GRANT CONNECT ON DATABASE handup TO %I', service);
    END LOOP;
END
$$;
REVOKE CONNECT, TEMPORARY ON DATABASE handup FROM PUBLIC;
