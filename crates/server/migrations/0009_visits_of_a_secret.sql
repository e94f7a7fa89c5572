-- What a secret opens is asked for by the secret alone (`GET /visits`), by whoever has lost the answer that named the visit; and
-- before what was answered to a key is forgotten, whether that key opens another visit. The primary key begins with the visit.
create index visit_key_secret on visit_key (secret_hash);
