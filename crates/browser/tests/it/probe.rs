//! The start-up self-test on the browser of this machine.

use browser::probe;

use crate::site::config;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_in_a_page_gets_around_the_proxy() {
    let (config, _folder) = config(&[]);
    let report = probe(&config).await.unwrap();
    println!("{report:?}");
    assert_eq!(report.direct_hits, 0, "{report:?}");
    assert!(report.denied_at_proxy > 10, "{report:?}");
    assert_ne!(report.sandboxed, Some(false));
    assert!(report.is_safe());
}
