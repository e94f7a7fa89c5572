-- Which key this database belongs to, as something that only the key can make: servers that share a database must share the
-- key, or every identity that one writes would be a stranger to the other.
create table installation (
    one bigint primary key,
    key_check bytea not null,
    constraint installation_is_one check (one = 1)
);
