-- The ledger: places, holds, visits.
--
-- Written for SQLite and PostgreSQL alike: bigint, text and bytea only. Instants are seconds since 1970 (UTC), so that
-- comparing them needs no zone; days are dates in the mall's zone; hashes are 32 bytes.

-- One row a desk and arrival window, made when its first place is taken. The two checks are what keeps a second server,
-- or a bug in one, from overselling.
create table window_counter (
    tenant text not null,
    desk text not null,
    starts_at bigint not null,
    places bigint not null,
    taken bigint not null,
    primary key (tenant, desk, starts_at),
    constraint window_counter_not_oversold check (taken <= places),
    constraint window_counter_not_negative check (taken >= 0)
);

-- One hold a secret. It ends by comparison of held_until with the clock; its places are given back by whoever next
-- takes one of the same window. `request` is what was asked for, so that asking again is known to be the same.
-- `visit` is set once it has become one.
create table hold (
    id text primary key,
    secret_hash bytea not null,
    held_until bigint not null,
    extended bigint not null,
    request text not null,
    visit text,
    constraint hold_one_per_secret unique (secret_hash),
    constraint hold_extended_is_a_flag check (extended in (0, 1))
);

-- The places a hold keeps. A row is exactly one place in window_counter.taken; it goes when the place is given back or
-- becomes a visit's.
create table hold_stop (
    hold text not null references hold (id),
    position bigint not null,
    tenant text not null,
    desk text not null,
    starts_at bigint not null,
    ends_at bigint not null,
    primary key (hold, position)
);
create index hold_stop_window on hold_stop (tenant, desk, starts_at);

create table visit (
    code text primary key,
    day text not null,
    apart bigint not null,
    wiped bigint not null,
    constraint visit_apart_is_a_flag check (apart in (0, 1)),
    constraint visit_wiped_is_a_flag check (wiped in (0, 1))
);
create index visit_to_wipe on visit (day) where wiped = 0;

-- Who may open a visit: the secret that held its places, and those that proved an identity number later.
create table visit_key (
    visit text not null references visit (code),
    secret_hash bytea not null,
    added_at bigint not null,
    original bigint not null,
    primary key (visit, secret_hash)
);

-- No identity number is kept: a keyed hash to compare with, and the last four characters to show.
create table visit_person (
    visit text not null references visit (code),
    position bigint not null,
    name text not null,
    identity_kind text not null,
    identity_hash bytea,
    last_four text not null,
    parent bigint,
    ordinal bigint,
    phone text,
    primary key (visit, position),
    constraint visit_person_kind_known check (identity_kind in ('nik', 'passport', 'child'))
);

-- A booked stop is exactly one place in window_counter.taken. `answers` and `obtains` are JSON, read only whole.
create table visit_stop (
    visit text not null references visit (code),
    number bigint not null,
    person bigint not null,
    service text not null,
    tenant text not null,
    desk text not null,
    starts_at bigint not null,
    ends_at bigint not null,
    minutes bigint not null,
    state text not null,
    identity_hash bytea,
    answers text,
    obtains text not null,
    primary key (visit, number),
    constraint visit_stop_state_known check (state in ('booked', 'cancelled', 'missed'))
);

-- A person has at most one live stop for a service.
create unique index one_live_stop on visit_stop (identity_hash, service) where state = 'booked';

-- What was answered to a request with an Idempotency-Key, kept in the transaction of its effect.
create table idempotent_answer (
    secret_hash bytea not null,
    key text not null,
    request_hash bytea not null,
    status bigint not null,
    body text not null,
    answered_at bigint not null,
    primary key (secret_hash, key)
);
create index idempotent_answer_age on idempotent_answer (answered_at);

-- Tries that failed, one row each, to be counted over the last hour. `subject` is a keyed hash.
create table failed_try (
    scope text not null,
    subject bytea not null,
    tried_at bigint not null
);
create index failed_try_subject on failed_try (scope, subject, tried_at);
create index failed_try_age on failed_try (tried_at);
