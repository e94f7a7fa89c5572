-- Names, phones and kept answers are encrypted by a key outside the database (see seal.rs). The old columns stay empty: the
-- server seals what older releases wrote into them when it starts.
alter table visit_person add column sealed bytea;
alter table visit_person add column has_phone bigint not null default 0;
alter table idempotent_answer add column sealed bytea;
