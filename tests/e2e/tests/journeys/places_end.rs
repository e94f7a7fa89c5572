//! The moment at which places are no longer kept: said where one is, once, and nobody is left without a focus.

use e2e::{House, Outcome, Resident};

use crate::{NIK_MOTHER, a_morning, checks_as, keeps_places, plans_police_report};

/// A clock that can be put on, and is looked at often.
const A_CLOCK: &str = "{ const Before = Date; window.later = 0; \
    Date = class extends Before { constructor(...parts) { if (parts.length) super(...parts); else super(Date.now()); } \
    static now() { return Before.now() + window.later; } }; \
    const again = window.setInterval; \
    window.setInterval = (call, pause, ...rest) => again(call, pause === 15e3 ? 200 : pause, ...rest); }";

const HAS_FOCUS: &str = "return document.activeElement.id === 'hold-ended'";

/// Gives the focus to the button that reads so, once it stands there: a screen's heading is painted before its end.
async fn focuses(resident: &Resident, text: &str) -> Outcome {
    let script = format!(
        "const button = [...document.querySelectorAll('main button')].find((each) => read(each).startsWith('{text}')); \
         button?.focus(); return !!button"
    );
    resident.waits_until(&format!("the button “{text}”"), &script).await?;
    resident.is_focused_on(text).await
}

/// On the page for names, with such a clock.
async fn with_places() -> Result<(House, Resident), Box<dyn std::error::Error + Send + Sync>> {
    let (house, resident) = a_morning().await?;
    resident.is_a_device_that(A_CLOCK).await?;
    plans_police_report(&resident).await?;
    keeps_places(&resident).await?;
    resident.sees("Tempat Anda disimpan sampai").await?;
    Ok((house, resident))
}

/// Time goes on for the house and the phone.
async fn waits(house: &House, resident: &Resident, seconds: i64) -> Outcome {
    house.waits(seconds / 60);
    resident.evaluates(&format!("window.later += {seconds} * 1e3"), vec![]).await.map(drop)
}

#[tokio::test]
async fn who_was_about_to_book_is_led_to_why_that_can_not_be() -> Outcome {
    let (house, resident) = with_places().await?;
    checks_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    focuses(&resident, "Pesan sekarang").await?;
    waits(&house, &resident, 11 * 60).await?;
    resident.waits_until("the focus on what has happened", HAS_FOCUS).await?;
    let is_in_sight =
        "const { top } = document.activeElement.getBoundingClientRect(); return top >= 0 && top < innerHeight";
    resident.waits_until("that in sight", is_in_sight).await?;
    resident.takes_picture_of_screen("places-ended-check-id-360").await
}

#[tokio::test]
async fn who_was_about_to_extend_is_led_to_what_can_be_done_and_who_types_types_on() -> Outcome {
    let (house, resident) = with_places().await?;
    focuses(&resident, "Tambah 10 menit").await?;
    waits(&house, &resident, 11 * 60).await?;
    resident.waits_until("the focus on what has happened", HAS_FOCUS).await?;

    let (house, resident) = with_places().await?;
    resident.types("Nama lengkap", "Siti").await?;
    waits(&house, &resident, 11 * 60).await?;
    resident.sees_heading("Tempat Anda sudah dilepas").await?;
    resident.sees("Masih ada").await?;
    resident.types_on(" Rahmawati").await?;
    assert_eq!(resident.value_of("Nama lengkap").await?, "Siti Rahmawati");
    Ok(())
}

#[tokio::test]
async fn where_others_are_chosen_it_is_said_too() -> Outcome {
    let (house, resident) = with_places().await?;
    resident.presses("Kembali").await?;
    resident.sees_heading("Pilih hari dan jam").await?;
    resident.sees("Simpan tempat ini").await?;
    focuses(&resident, "Tambah 10 menit").await?;
    resident.listens().await?;
    waits(&house, &resident, 11 * 60).await?;
    resident.hears("Tempat Anda sudah dilepas.", 1).await?;
    resident.waits_until("the focus on what has happened", HAS_FOCUS).await?;
    resident.needs_no_sideways_scroll("places-ended-time-id-360").await?;
    resident.finds_nothing_with_axe("places-ended-time-id-360").await?;
    resident.takes_picture_of_screen("places-ended-time-id-360").await?;
    // Whoever then keeps others is not told any more.
    resident.presses("Simpan tempat ini").await?;
    resident.sees_heading("Siapa yang datang?").await
}

#[tokio::test]
async fn near_the_end_nobody_is_told_of_an_extension_that_is_used_up() -> Outcome {
    let (house, resident) = with_places().await?;
    resident.presses("Tambah 10 menit").await?;
    resident.sees("Waktu sudah ditambah.").await?;
    waits(&house, &resident, 18 * 60 + 30).await?;
    resident.sees("Waktu hampir habis.").await?;
    resident.does_not_see("Waktu sudah ditambah.").await
}

#[tokio::test]
async fn an_extension_that_fails_again_is_said_again() -> Outcome {
    let (_house, resident) = with_places().await?;
    let breaks = "const real = window.fetch; window.fetch = (request) => \
        request.method === 'PATCH' ? Promise.reject(new TypeError('no line')) : real(request)";
    resident.evaluates(breaks, vec![]).await?;
    resident.listens().await?;
    for times in [1, 2] {
        resident.presses("Tambah 10 menit").await?;
        resident.hears("Jaringan terputus atau server sibuk.", times).await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_is_offered_instead_does_not_say_it_again() -> Outcome {
    let (house, resident) = with_places().await?;
    resident.listens().await?;
    waits(&house, &resident, 11 * 60).await?;
    resident.sees_heading("Tempat Anda sudah dilepas").await?;
    resident.sees("Masih ada").await?;
    resident.presses("Ambil").await?;
    resident.sees("Tempat Anda disimpan sampai").await?;
    assert_eq!(resident.times_heard("Tempat Anda sudah dilepas").await?, 0, "beside its coming");
    Ok(())
}
