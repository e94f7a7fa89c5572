-- Reminders by Web Push: one for each secret that opens a visit and asked for them. What the browser gave is sealed by the
-- key `key_version`; they end with the visit's day, so nothing is sealed anew where a key is retired: it is waited for.
-- `push_key_version` is the key of the installation from which the push key was made that the browser knows. Which stop was
-- reminded of is written before the message goes, by the stop's start: nobody is reminded twice, and a visit that moves is
-- reminded of anew.
create table reminder (
    visit text not null references visit (code),
    secret_hash bytea not null,
    push_key_version bigint not null references installation_key (version),
    key_version bigint not null references installation_key (version),
    sealed bytea not null,
    made_at bigint not null,
    day_before_of bigint,
    hour_before_of bigint,
    primary key (visit, secret_hash)
);
