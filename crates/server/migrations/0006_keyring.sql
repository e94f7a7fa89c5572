-- Keys have versions, and can be changed (see keyring.rs). What is keyed says by which: the references keep a key from being
-- retired while anything needs it, and a server whose newest key was retired from writing what nobody could read.

-- The keys that this database depends on, each as something that only the key can make: a server that lacks one of them is
-- refused. The numbers only grow, so a lower one that is not here was retired. `key_check` is null where data is older than
-- checks: the first server that comes says it.
create table installation_key (
    version bigint primary key,
    key_check bytea
);
insert into installation_key (version, key_check)
select 1, (select key_check from installation where one = 1)
where exists (select 1 from installation) or exists (select 1 from visit) or exists (select 1 from idempotent_answer);
drop table installation;

-- A person has at most one live stop for a service: a row for each key that the server had which booked it. Two servers
-- see each other's stops as long as they share one key, and a stop booked before a new key came stands in the way of one
-- after it. The rows go when the stop is cancelled, missed or wiped.
drop index one_live_stop;
create table live_stop (
    visit text not null,
    number bigint not null,
    key_version bigint not null,
    service text not null,
    identity_hash bytea not null,
    primary key (visit, number, key_version),
    constraint live_stop_is_a_stop foreign key (visit, number) references visit_stop (visit, number),
    constraint one_live_stop unique (identity_hash, service)
);
insert into live_stop (visit, number, key_version, service, identity_hash)
select visit, number, 1, service, identity_hash from visit_stop where state = 'booked' and identity_hash is not null;
alter table visit_stop drop column identity_hash;

-- By which key a person's hash was made, and the hash of a request; null once there is none.
alter table visit_person add column key_version bigint references installation_key (version);
update visit_person set key_version = 1 where identity_hash is not null;
alter table idempotent_answer add column key_version bigint references installation_key (version);
update idempotent_answer set key_version = 1;
