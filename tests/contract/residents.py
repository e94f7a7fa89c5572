"""What schemathesis can't know: residents.

It makes what is well formed; almost none of that is a window that exists today, a hold that is live or a visit whose secret
one has. This file keeps the holds and visits that the run has made, and puts them into some of the well-formed cases, so
that the answers behind the first refusal are checked too. Cases that are meant to be wrong stay as they are.

It also counts: for each operation how many cases were sent and how many were answered with which status.
"""

import atexit
import collections
import itertools
import os
import random

import requests
import schemathesis
from schemathesis.generation import GenerationMode

SERVER = os.environ["LOKET_CONTRACT_SERVER"]
API = f"{SERVER}/api/v1"
CHANCE = random.Random(int(os.environ["LOKET_CONTRACT_SEED"]))

# How many well-formed cases become a resident's: the others show what happens to a stranger.
SHARE = 0.8
# The most holds and visits kept at once: the oldest is forgotten.
KEPT_MAX = 200

issued = set()
# The secret of each hold and visit, by its id or code, for as long as the run goes on.
secrets = {}
holds, visits = [], []
answered = collections.Counter()
numbers = itertools.count(1)


def keep_hold(hold, token):
    holds.append({**hold, "secret": token})
    del holds[:-KEPT_MAX]
    secrets[hold["id"]] = token


def forget_hold(token):
    holds[:] = [hold for hold in holds if hold["secret"] != token]


def keep_visit(visit, token, people):
    visits.append({**visit, "secret": token, "people": people})
    del visits[:-KEPT_MAX]
    secrets[visit["code"]] = token


def network():
    """A network of its own each, so that the limits on what comes from one do not end the run."""
    return f"10.{CHANCE.randrange(256)}.{CHANCE.randrange(256)}.1"


def headers_of(token):
    return {"Authorization": token, "X-Forwarded-For": network()}


def fetch(path):
    answer = requests.get(f"{API}{path}", timeout=20)
    answer.raise_for_status()
    return answer.json()


class Mall:
    """Services and the windows that have room, read when they are asked for."""

    def __init__(self):
        self.ids = [service["id"] for service in fetch("/catalogue/index")["services"]]
        self.services, self.windows = {}, {}

    def service(self):
        while True:
            name = CHANCE.choice(self.ids)
            service = self.services.setdefault(name, None) or fetch(f"/services/{name}")
            self.services[name] = service
            if service["desk"]["bookable"] and self.starts(service["desk"]["id"]):
                return service
            self.ids.remove(name)

    def starts(self, desk):
        if desk not in self.windows:
            days = fetch(f"/desks/{desk}/windows")["days"]
            # Not today: a window of today may end while the run goes on.
            self.windows[desk] = [w["starts_at"] for day in days[1:] for w in day.get("windows", []) if w["left"]]
        return self.windows[desk]

    def answers(self, name):
        """Answers that lead to a checklist: none of the service's stop rules holds for them."""
        service = self.services[name]
        for _ in range(50):
            chosen = {q["id"]: CHANCE.choice(q["options"])["id"] for q in service["questions"]}
            if not any(all(chosen.get(q) in options for q, options in rule["when"].items()) for rule in service["stops"]):
                break
        return chosen


MALL = Mall()


def secret():
    token = f"Bearer {CHANCE.getrandbits(128):032x}"
    issued.add(token)
    return token


def person():
    number = next(numbers)
    nik = f"1471{1 + number // 9999 % 99:02d}150801{1 + number % 9999:04d}"
    return {"name": "Siti Rahmawati", "identity": {"kind": "nik", "number": nik}}


def some_stops():
    """Up to three people in one window."""
    service = MALL.service()
    desk = service["desk"]["id"]
    stop = {"service": service["id"], "desk": desk, "starts_at": CHANCE.choice(MALL.starts(desk))}
    return {"apart": CHANCE.random() < 0.2, "stops": [{**stop, "person": at} for at in range(CHANCE.randint(1, 3))]}


def some_people(hold):
    people = [person() for _ in range(1 + max(stop["person"] for stop in hold["stops"]))]
    return {"hold": hold["id"], "people": people, "answers": [MALL.answers(stop["service"]) for stop in hold["stops"]]}


def a_hold():
    """One of this run's, or a new one: a case that needs one is not left without."""
    while not holds:
        token = secret()
        answer = requests.post(f"{API}/holds", json=some_stops(), headers=headers_of(token), timeout=20)
        if answer.status_code == 201:
            keep_hold(answer.json(), token)
    return CHANCE.choice(holds)


def a_visit():
    while not visits:
        hold = a_hold()
        people = some_people(hold)
        headers = {**headers_of(hold["secret"]), "Idempotency-Key": "a"}
        answer = requests.post(f"{API}/visits", json=people, headers=headers, timeout=20)
        forget_hold(hold["secret"])
        if answer.status_code == 201:
            keep_visit(answer.json(), hold["secret"], people["people"])
    return CHANCE.choice(visits)


def hold_places(case):
    case.body = some_stops()


def of_hold(case):
    case.path_parameters["id"] = a_hold()["id"]


def extend_hold(case):
    fresh = [hold for hold in holds if hold["extendable"]] or [a_hold()]
    case.path_parameters["id"] = CHANCE.choice(fresh)["id"]


def confirm_visit(case):
    case.body = some_people(a_hold())


def of_visit(case):
    visit = a_visit()
    case.path_parameters["code"] = visit["code"]
    return visit


def list_visits(case):
    case.headers["Authorization"] = a_visit()["secret"]


def reschedule_visit(case):
    visit = of_visit(case)
    starts_at = CHANCE.choice(MALL.starts(visit["stops"][0]["desk"]))
    case.body = {"stops": [{"stop": stop["number"], "starts_at": starts_at} for stop in visit["stops"]]}


def cancel_stop(case):
    case.path_parameters["number"] = CHANCE.choice(of_visit(case)["stops"])["number"]


def open_visit(case):
    case.body = {"identity": CHANCE.choice(of_visit(case)["people"])["identity"]}


def list_windows(case):
    service = MALL.service()
    case.path_parameters["tenant"], case.path_parameters["desk"] = service["desk"]["id"].split("/")
    case.query.pop("from", None)


def read_service(case):
    case.path_parameters["id"] = CHANCE.choice(MALL.ids)


AS_RESIDENT = {
    "hold_places": hold_places,
    "read_hold": of_hold,
    "extend_hold": extend_hold,
    "release_hold": of_hold,
    "confirm_visit": confirm_visit,
    "list_visits": list_visits,
    "read_visit": of_visit,
    "read_calendar": of_visit,
    "export_visit": of_visit,
    "reschedule_visit": reschedule_visit,
    "cancel_visit": of_visit,
    "cancel_stop": cancel_stop,
    "erase_visit": of_visit,
    "open_visit": open_visit,
    "list_windows": list_windows,
    "read_service": read_service,
}


def name_of(case):
    return case.operation.definition.raw["operationId"]


@schemathesis.auth(refresh_interval=None, retry_on=[])
class Bearer:
    """Every case comes with a secret of its own, unless it becomes a resident's."""

    def get(self, case, context):
        return secret()

    def set(self, case, data, context):
        case.headers["Authorization"] = data


def whole(value):
    """JSON Schema takes 7.0 for an integer. The server does not: who writes a whole number writes no point."""
    if isinstance(value, dict):
        return {name: whole(member) for name, member in value.items()}
    if isinstance(value, list):
        return [whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def holder(case):
    """The secret of the hold or visit that the case names, where it is one of this run's."""
    body = case.body if isinstance(case.body, dict) else {}
    names = [case.path_parameters.get("id"), case.path_parameters.get("code"), body.get("hold")]
    return next((secrets[name] for name in names if isinstance(name, str) and name in secrets), None)


@schemathesis.hook
def before_call(context, case, kwargs):
    case.headers["X-Forwarded-For"] = network()
    if case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    case.body = whole(case.body)
    is_protected = bool(case.operation.definition.raw.get("security"))
    if is_protected and case.headers.get("Authorization") not in issued:
        return
    resident = AS_RESIDENT.get(name_of(case))
    if resident and case.method == case.operation.method.upper() and CHANCE.random() < SHARE:
        resident(case)
    # Whoever opens a ticket by its number brings a new secret.
    if is_protected and name_of(case) != "open_visit" and (known := holder(case)):
        case.headers["Authorization"] = known


@schemathesis.hook
def after_call(context, case, response):
    name = name_of(case)
    sent = response.request.method == case.operation.method.upper()
    answered[name if sent else "another_method", response.status_code] += 1
    if not sent or response.status_code >= 300:
        return
    token = response.request.headers.get("Authorization")
    if name == "hold_places":
        keep_hold(response.json(), token)
    elif name == "extend_hold":
        forget_hold(token)
        keep_hold(response.json(), token)
    elif name == "release_hold":
        forget_hold(token)
    elif name == "confirm_visit":
        forget_hold(token)
        if isinstance(case.body, dict):
            keep_visit(response.json(), token, case.body["people"])
    elif name in ("cancel_visit", "erase_visit"):
        visits[:] = [visit for visit in visits if visit["secret"] != token]


@atexit.register
def write():
    with open(os.environ["LOKET_CONTRACT_TALLY"], "w", encoding="utf-8") as file:
        for (name, status), cases in sorted(answered.items()):
            file.write(f"{name}\t{status}\t{cases}\n")
