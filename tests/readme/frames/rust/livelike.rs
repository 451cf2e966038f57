pub fn run() -> super::Outcome {
    let (client_id, client_secret) = ("client-id-1", "livelike-client-secret");

    // README

    assert_eq!(authorization, format!("Bearer {token}"));
    assert_eq!(profile.custom_profile_id, "user-1");
    assert_eq!(profile.expires_at, Some(profile.issued_at + 86_400.0));
    println!("ok livelike");
    Ok(())
}
