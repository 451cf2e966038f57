pub fn run() -> super::Outcome {
    let (common_secret, client_id, client_secret) = ("common secret", "app", "client secret");
    let issuer = jotkit::likecoin::Issuer::new(common_secret, "like.co")?;
    for (scope, expected) in [("read:like", (200, "u1")), ("profile", (403, "INSUFFICIENT_PERMISSION"))] {
        let grant = jotkit::likecoin::Grant::new(client_id, client_secret, "u1", [scope]);
        let authorization = &jotkit::bearer::format(&issuer.sign(&grant)?)?;
        // README
        assert_eq!((status, body.as_str()), expected);
    }
    println!("ok likecoin-api");
    Ok(())
}
