//! A table of addresses and URLs, each with the verdict it must get.

use net::policy::{check_url, is_global};
use net::{Denied, Egress, VetError};
use proptest::prelude::*;
use url::Url;

const FORBIDDEN: [&str; 62] = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0x7f.1/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://0177.0x0.0.1/",
    "http://127.0.0.1./",
    "http://127.255.255.254/",
    "http://%31%32%37.0.0.1/",
    "http://１２７.0.0.1/",
    "http://①②⑦.0.0.1/",
    "http://127。0。0。1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://0.1.2.3/",
    "http://10.0.0.1/",
    "http://10.255.255.255/",
    "http://167772161/",
    "http://100.64.0.1/",
    "http://100.127.255.254/",
    "http://169.254.169.254/latest/meta-data/",
    "http://0xa9fea9fe/",
    "http://2852039166/",
    "http://0251.0376.0251.0376/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.0.0.8/",
    "http://192.0.2.1/",
    "http://192.88.99.1/",
    "http://192.168.0.1/",
    "http://0xc0a80001/",
    "http://198.18.0.1/",
    "http://198.19.255.255/",
    "http://198.51.100.7/",
    "http://203.0.113.7/",
    "http://224.0.0.1/",
    "http://239.255.255.250/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[::]/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:169.254.169.254]/",
    "http://[::ffff:8.8.8.8]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::a00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:a9fe:a9fe::1]/",
    "http://[2001:0:7f00:1::]/",
    "http://[2001:db8::1]/",
    "http://[fc00::1]/",
    "http://[fd12:3456::1]/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
];

const OTHERWISE_REFUSED: [&str; 22] = [
    "http://localhost/",
    "http://LOCALHOST/",
    "http://localhost./",
    "http://metadata.localhost/",
    "http://user@careers.example/",
    "http://user:pw@careers.example/",
    "http://:pw@careers.example/",
    "http://careers.example:22/",
    "http://careers.example:8080/",
    "https://careers.example:8443/",
    "http://8.8.8.8:53/",
    "http://[2606:4700::1111]:6379/",
    "ftp://careers.example/",
    "file:///etc/passwd",
    "data:text/html,hello",
    "javascript:alert(1)",
    "blob:https://careers.example/1",
    "about:blank",
    "chrome://version",
    "view-source:https://careers.example/",
    "ws://careers.example/",
    "gopher://careers.example/",
];

const PUBLIC: [&str; 14] = [
    "http://8.8.8.8/",
    "https://1.1.1.1/",
    "http://134744072/",
    "http://172.15.255.255/",
    "http://172.32.0.1/",
    "http://100.63.255.255/",
    "http://100.128.0.1/",
    "http://169.253.0.1/",
    "http://223.255.255.254/",
    "http://[2606:4700:4700::1111]/",
    "http://[2a00:1450:4001::200e]/",
    "https://careers.example/jobs?id=1",
    "https://careers.example:443/",
    "http://careers.example:80/",
];

fn verdict(url: &str, egress: &Egress) -> Result<(), Denied> {
    check_url(&Url::parse(url).unwrap_or_else(|error| panic!("{url} is no URL: {error}")), egress)
}

#[test]
fn every_spelling_of_a_private_address_is_refused() {
    for url in FORBIDDEN {
        let verdict = verdict(url, &Egress::public());
        assert!(matches!(verdict, Err(Denied::Address(_))), "{url}: {verdict:?}");
    }
}

#[test]
fn schemes_credentials_ports_and_this_machine_are_refused() {
    for url in OTHERWISE_REFUSED {
        assert!(verdict(url, &Egress::public()).is_err(), "{url} passed");
    }
}

#[test]
fn the_public_internet_is_reachable() {
    for url in PUBLIC {
        assert_eq!(verdict(url, &Egress::public()), Ok(()), "{url}");
    }
}

#[test]
fn an_allowed_address_is_allowed_with_its_port_only() {
    let egress = Egress::allowing(vec!["127.0.0.1:4010".parse().unwrap()]);
    assert_eq!(verdict("http://127.0.0.1:4010/", &egress), Ok(()));
    assert_eq!(verdict("http://0x7f.1:4010/", &egress), Ok(()));
    assert_eq!(verdict("http://localhost:4010/", &egress), Ok(()));
    for url in [
        "http://127.0.0.1:4011/",
        "http://127.0.0.1/",
        "http://127.0.0.2:4010/",
        "http://[::1]:4010/",
        "http://[::ffff:127.0.0.1]:4010/",
        "http://localhost:4011/",
        "http://localhost/",
        "http://careers.example:4010/",
    ] {
        assert!(verdict(url, &egress).is_err(), "{url} passed");
    }
}

#[tokio::test]
async fn a_reserved_name_can_mean_an_allowed_address_and_a_real_one_cannot() {
    let address = "127.0.0.1:4010".parse().unwrap();
    let egress = Egress::public().with_name("*.demo.test", address).unwrap();
    assert_eq!(egress.vet("Acme.demo.test.", 4010).await.unwrap(), [address]);
    assert!(egress.vet("demo.test", 4010).await.is_err());
    assert!(matches!(egress.vet("acme.demo.test", 4011).await, Err(VetError::Denied(Denied::Port(4011)))));
    assert!(Egress::public().with_name("careers.com", address).is_err());
}

#[tokio::test]
async fn a_server_the_operator_names_is_reachable_on_its_port_and_nothing_beside_it() {
    let named = |url: &str| Egress::public().with_origin(&Url::parse(url).unwrap()).unwrap();
    let local = named("http://127.0.0.1:11434/v1");
    assert_eq!(verdict("http://127.0.0.1:11434/v1/chat/completions", &local), Ok(()));
    assert_eq!(verdict("http://localhost:11434/v1", &named("http://localhost:11434/v1")), Ok(()));
    assert_eq!(verdict("http://[::1]:8080/", &named("http://[::1]:8080")), Ok(()));
    assert_eq!(verdict("http://192.168.7.2:8080/", &named("http://192.168.7.2:8080")), Ok(()));
    for url in
        ["http://127.0.0.1:11435/", "http://127.0.0.1/", "http://[::1]:11434/", "http://10.0.0.1:11434/"]
    {
        assert!(verdict(url, &local).is_err(), "{url} passed");
    }
    let model = named("http://Ollama.:11434/v1");
    assert_eq!(verdict("http://ollama:11434/v1", &model), Ok(()));
    for url in
        ["http://ollama/", "https://ollama/", "http://ollama:11435/", "http://ollama.evil.example:11434/"]
    {
        assert!(verdict(url, &model).is_err(), "{url} passed");
    }
    // This machine's own name means a private address or loopback; nothing but the setting makes it reachable.
    let host = std::fs::read_to_string("/etc/hostname").unwrap_or_else(|_| "localhost".to_owned());
    let host = host.trim();
    let own = named(&format!("http://{host}:11434"));
    assert!(!own.vet(host, 11434).await.expect("the machine knows its own name").is_empty());
    assert!(own.vet(host, 80).await.is_err(), "another port of the same name");
    assert!(Egress::public().vet(host, 11434).await.is_err(), "without the setting");
}

#[tokio::test]
async fn literals_are_vetted_without_a_resolver() {
    let egress = Egress::public();
    for host in ["127.0.0.1", "::1", "[::1]", "0x7f.1", "2130706433", "169.254.169.254"] {
        assert!(matches!(egress.vet(host, 443).await, Err(VetError::Denied(Denied::Address(_)))), "{host}");
    }
    assert_eq!(egress.vet("8.8.8.8", 443).await.unwrap(), ["8.8.8.8:443".parse().unwrap()]);
}

proptest! {
    /// The standard library agrees on every range it knows: what it calls private is never global here.
    #[test]
    fn nothing_the_standard_library_calls_special_is_global(bits: u32) {
        let ip = std::net::Ipv4Addr::from(bits);
        if ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_multicast()
            || ip.is_broadcast() || ip.is_documentation() || ip.is_unspecified()
        {
            prop_assert!(!is_global(ip.into()));
        }
        prop_assert!(!is_global(ip.to_ipv6_mapped().into()));
        prop_assert!(!is_global(ip.to_ipv6_compatible().into()));
    }

    #[test]
    fn nothing_outside_the_global_block_is_global(bits: u128) {
        let ip = std::net::Ipv6Addr::from(bits);
        if ip.segments()[0] & 0xe000 != 0x2000 {
            prop_assert!(!is_global(ip.into()));
        }
    }
}
