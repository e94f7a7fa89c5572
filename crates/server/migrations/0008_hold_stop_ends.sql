-- When a hold's places end stands beside each of them, so that a window's ended ones are counted in one index, without a look
-- at each of its holds. The reference keeps both the same: extending a hold takes its places along.
drop index hold_ended;
create unique index hold_ended on hold (held_until, id);

create table hold_stop_that_ends (
    hold text not null,
    held_until bigint not null,
    position bigint not null,
    tenant text not null,
    desk text not null,
    starts_at bigint not null,
    ends_at bigint not null,
    constraint hold_stop_once primary key (hold, position),
    constraint hold_stop_of_hold foreign key (held_until, hold) references hold (held_until, id) on update cascade
);
insert into hold_stop_that_ends (hold, held_until, position, tenant, desk, starts_at, ends_at)
    select hold_stop.hold, hold.held_until, hold_stop.position, hold_stop.tenant, hold_stop.desk, hold_stop.starts_at, hold_stop.ends_at
    from hold_stop join hold on hold.id = hold_stop.hold;
drop table hold_stop;
alter table hold_stop_that_ends rename to hold_stop;
create index hold_stop_window on hold_stop (tenant, desk, starts_at, held_until);
