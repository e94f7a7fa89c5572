-- Whom a try was about, as a keyed hash: asking about the same person again tells nothing new, and must not use up what a
-- whole network may ask.
alter table failed_try add column about bytea;
