//! Calls become RPCs and their answers JSON.

use serde_json::{Value, json};

use crate::world::{NOW_MS, World, lab_id, person_id};

async fn json_of(response: reqwest::Response) -> Value {
    response.json().await.unwrap()
}

#[tokio::test]
async fn an_answer_is_the_services_in_json() {
    let world = World::new().await;
    let lab = world
        .http
        .get(world.url(&format!("/api/v1/labs/{}", lab_id())))
        .bearer_auth(world.token(20))
        .send()
        .await
        .unwrap();
    assert_eq!(lab.status(), 200);
    assert_eq!(lab.headers()["cache-control"], "no-store");
    assert_eq!(
        json_of(lab).await,
        json!({
            "id": lab_id(),
            "organisation_id": "00000000-0000-0000-0000-0000000003e9",
            "name": "Programming",
            "room": "2.14",
            "topics": ["Loops"],
            "queue_open": true,
            "paused": false,
            "policy": {
                "mode": "both", "order": "fifo", "cooldown_s": 0, "held_per_tutor": 2,
                "offer_deadline_s": 30, "grace_s": 120, "hold_limit_s": 600,
                "same_problem": false,
            },
            "announcement": {
                "text": "Room change!", "at": "2026-01-01T00:00:00Z", "by_name": "Ada Tutor",
            },
            "schedule": { "hours": [], "send_home": false },
            "revision": 2,
            "role": "tutor",
            "waiting": 2,
            "in_progress": 1,
            "created_at": "2026-01-01T00:00:00Z",
        })
    );
    world.end().await;
}

#[tokio::test]
async fn a_request_is_created_with_its_key_and_has_a_position() {
    let world = World::new().await;
    let created = world
        .http
        .post(world.url(&format!("/api/v1/labs/{}/requests", lab_id())))
        .bearer_auth(world.token(1))
        .header("Idempotency-Key", "key-7")
        .json(&json!({"seat": "14", "description": "My loop never ends."}))
        .send()
        .await
        .unwrap();
    assert_eq!(created.status(), 201);
    let created = json_of(created).await;
    assert_eq!(created["position"], 3);
    assert_eq!(created["request"]["seat"], "14");
    assert_eq!(created["request"]["status"], "pending");
    assert_eq!(created["request"]["student_id"], person_id(1).to_string());
    for absent in [
        "helper_id",
        "helper_name",
        "outcome",
        "accepted_at",
        "finished_at",
        "note",
        "topic",
    ] {
        assert_eq!(created["request"].get(absent), None, "{absent}");
    }
    assert_eq!(world.fakes.known().calls, [("create", "key-7".to_owned())]);
    world.end().await;
}

#[tokio::test]
async fn a_query_reaches_the_service_and_pages_are_named() {
    let world = World::new().await;
    let page = world
        .http
        .get(world.url("/api/v1/requests?status=in_progress&page=p1&page_size=7"))
        .bearer_auth(world.token(1))
        .send()
        .await
        .unwrap();
    assert_eq!(page.status(), 200);
    let page = json_of(page).await;
    assert_eq!(page["next_page"], "p2");
    assert_eq!(page["requests"].as_array().unwrap().len(), 1);
    let (_, asked) = world.fakes.known().calls[0].clone();
    for part in [
        "mine: true",
        "page: \"p1\"",
        "page_size: 7",
        "statuses: [InProgress]",
    ] {
        assert!(asked.contains(part), "{part} in {asked}");
    }
    world.end().await;
}

#[tokio::test]
async fn a_queue_is_one_picture() {
    let world = World::new().await;
    let queue = world
        .http
        .get(world.url(&format!("/api/v1/labs/{}/queue", lab_id())))
        .bearer_auth(world.token(20))
        .send()
        .await
        .unwrap();
    let queue = json_of(queue).await;
    assert_eq!(queue["revision"], 2);
    assert_eq!(
        (&queue["lab"]["waiting"], &queue["lab"]["in_progress"]),
        (&json!(2), &json!(0))
    );
    assert_eq!(queue["requests"].as_array().unwrap().len(), 2);
    world.end().await;
}

#[tokio::test]
async fn statistics_without_a_span_are_those_of_the_last_week() {
    let world = World::new().await;
    let path = format!("/api/v1/labs/{}/statistics", lab_id());
    let figures = world
        .http
        .get(world.url(&path))
        .bearer_auth(world.token(30))
        .send()
        .await
        .unwrap();
    let figures = json_of(figures).await;
    assert_eq!(figures["from"], "2025-12-25T00:00:00Z");
    assert_eq!(figures["to"], "2026-01-01T00:00:00Z");
    assert_eq!(
        figures["wait"],
        json!({"count": 2, "median_s": 61.5, "p90_s": 90.0})
    );
    assert_eq!(figures["help"], json!({"count": 0}));
    assert_eq!(NOW_MS % 86_400_000, 0);
    world.end().await;
}

#[tokio::test]
async fn the_document_the_reference_and_the_keys_are_served() {
    let world = World::new().await;
    let document = json_of(
        world
            .http
            .get(world.url("/api/openapi.json"))
            .send()
            .await
            .unwrap(),
    )
    .await;
    assert_eq!(document["openapi"], "3.1.0");

    let page = world
        .http
        .get(world.url("/api/reference"))
        .send()
        .await
        .unwrap();
    assert_eq!(page.url().path(), "/api/reference/");
    let page = page.text().await.unwrap();
    // Everything the page loads is served from here, and nothing in it needs an inline script.
    for part in page
        .split("src=\"")
        .skip(1)
        .chain(page.split("href=\"").skip(1))
    {
        let name = part.split('"').next().unwrap().trim_start_matches("./");
        assert!(!name.contains("//"), "{name}");
        let file = world
            .http
            .get(world.url(&format!("/api/reference/{name}")))
            .send()
            .await
            .unwrap();
        assert_eq!(file.status(), 200, "{name}");
    }
    assert!(!page.contains("<script>"));
    let settings = world
        .http
        .get(world.url("/api/reference/swagger-initializer.js"));
    let settings = settings.send().await.unwrap().text().await.unwrap();
    assert!(settings.contains("/api/openapi.json"));

    let keys = world
        .http
        .get(world.url("/.well-known/jwks.json"))
        .send()
        .await
        .unwrap();
    assert_eq!(keys.headers()["content-type"], "application/jwk-set+json");
    assert_eq!(json_of(keys).await, json!({"keys": []}));
    world.end().await;
}

#[tokio::test]
async fn the_live_protocol_is_published_beside_the_document_it_refers_to() {
    let world = World::new().await;
    let document = world.http.get(world.url("/api/openapi.json"));
    let document = json_of(document.send().await.unwrap()).await;
    let live = world.http.get(world.url("/api/asyncapi.json"));
    let live = live.send().await.unwrap();
    assert_eq!(live.headers()["content-type"], "application/json");
    let text = live.text().await.unwrap();
    let live: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(live["asyncapi"], "3.0.0");
    assert_eq!(live["info"]["version"], document["info"]["version"]);

    let references: Vec<&str> = text
        .split("\"openapi.json#")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert!(!references.is_empty());
    for reference in references {
        assert!(document.pointer(reference).is_some(), "{reference}");
    }
    world.end().await;
}

#[tokio::test]
async fn every_answer_has_an_id_and_the_security_headers() {
    let world = World::new().await;
    for path in ["/", "/api/v1/me", "/api/nothing", "/api/openapi.json"] {
        let answer = world
            .http
            .get(world.url(path))
            .header("x-request-id", "job-7")
            .send()
            .await
            .unwrap();
        assert_eq!(answer.headers()["x-request-id"], "job-7", "{path}");
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        let policy = answer.headers()["content-security-policy"]
            .to_str()
            .unwrap();
        assert!(policy.contains("script-src 'self';") && policy.contains("frame-ancestors 'none'"));
    }
    let own = world.http.get(world.url("/")).send().await.unwrap();
    assert_eq!(own.headers()["x-request-id"].len(), 36);
    world.end().await;
}

#[tokio::test]
async fn a_file_the_browser_has_is_not_sent_again() {
    let world = World::new().await;
    let file = world.url("/api/reference/swagger-ui.css");
    let first = world.http.get(&file).send().await.unwrap();
    let etag = first.headers()["etag"].clone();
    let again = world
        .http
        .get(&file)
        .header("if-none-match", etag)
        .send()
        .await
        .unwrap();
    assert_eq!(again.status(), 304);
    let packed = world
        .http
        .get(&file)
        .header("accept-encoding", "gzip")
        .send()
        .await
        .unwrap();
    assert_eq!(packed.headers()["content-encoding"], "gzip");
    world.end().await;
}

#[tokio::test]
async fn every_other_address_is_the_web_clients_page() {
    let world = World::new().await;
    for path in ["/", "/labs/7", "/apiary", "/index.html"] {
        let page = world.http.get(world.url(path)).send().await.unwrap();
        let kind = page.headers()["content-type"].to_str().unwrap().to_owned();
        assert!(kind.starts_with("text/html"), "{path}: {kind}");
        let head = world.http.head(world.url(path)).send().await.unwrap();
        assert_eq!(head.status(), page.status());
        // Where the client was not built, the page says so.
        if page.status() == 200 {
            assert_eq!(page.headers()["cache-control"], "no-cache");
        } else {
            assert_eq!(page.status(), 404);
            assert!(page.text().await.unwrap().contains("npm run build"));
        }
    }
    let old = world
        .http
        .get(world.url("/assets/of-an-older-version.js"))
        .send()
        .await
        .unwrap();
    assert_eq!(old.status(), 404);
    assert_eq!(old.headers()["content-type"], "application/problem+json");
    world.end().await;
}
