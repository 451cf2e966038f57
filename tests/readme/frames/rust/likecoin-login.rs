use super::http::{send, setting, visit};

pub fn run() -> super::Outcome {
    let (client_id, client_secret) = (setting("CLIENT_ID"), setting("CLIENT_SECRET"));
    let redirect_uri = setting("REDIRECT_URI");
    let (client_id, client_secret, redirect_uri) = (&client_id[..], &client_secret[..], &redirect_uri[..]);

    // README

    assert_eq!(tokens.display_name.as_deref(), Some("William Chong"));
    assert_eq!(authorization, format!("Bearer {}", tokens.access_token.as_str()));
    println!("ok likecoin-login");
    Ok(())
}
