//! The towns the demo employers work in, and the towns their forms know.

use super::model::Place;
use std::sync::OnceLock;

macro_rules! places {
    ($($city:literal $region:literal $country:literal $code:literal $tz:literal $cur:literal $factor:literal;)*) => {
        &[$(Place { city: $city, region: $region, country: $country, country_code: $code, timezone: $tz, currency: $cur, pay_factor: $factor }),*]
    };
}

/// Every town an employer has a site in.
pub(crate) static PLACES: &[Place] = places! {
    "New York" "NY" "United States" "US" "America/New_York" "USD" 1.12;
    "San Francisco" "CA" "United States" "US" "America/Los_Angeles" "USD" 1.2;
    "Seattle" "WA" "United States" "US" "America/Los_Angeles" "USD" 1.12;
    "Austin" "TX" "United States" "US" "America/Chicago" "USD" 1.0;
    "Chicago" "IL" "United States" "US" "America/Chicago" "USD" 1.0;
    "Boston" "MA" "United States" "US" "America/New_York" "USD" 1.08;
    "Denver" "CO" "United States" "US" "America/Denver" "USD" 0.98;
    "Portland" "ME" "United States" "US" "America/New_York" "USD" 0.88;
    "Nashville" "TN" "United States" "US" "America/Chicago" "USD" 0.88;
    "Toronto" "ON" "Canada" "CA" "America/Toronto" "CAD" 0.95;
    "Halifax" "NS" "Canada" "CA" "America/Halifax" "CAD" 0.84;
    "London" "England" "United Kingdom" "GB" "Europe/London" "GBP" 0.62;
    "Manchester" "England" "United Kingdom" "GB" "Europe/London" "GBP" 0.53;
    "Leeds" "England" "United Kingdom" "GB" "Europe/London" "GBP" 0.5;
    "Bristol" "England" "United Kingdom" "GB" "Europe/London" "GBP" 0.54;
    "Edinburgh" "Scotland" "United Kingdom" "GB" "Europe/London" "GBP" 0.53;
    "Cardiff" "Wales" "United Kingdom" "GB" "Europe/London" "GBP" 0.49;
    "Dublin" "Leinster" "Ireland" "IE" "Europe/Dublin" "EUR" 0.68;
    "Cork" "Munster" "Ireland" "IE" "Europe/Dublin" "EUR" 0.6;
    "Amsterdam" "North Holland" "Netherlands" "NL" "Europe/Amsterdam" "EUR" 0.64;
    "Rotterdam" "South Holland" "Netherlands" "NL" "Europe/Amsterdam" "EUR" 0.6;
    "Paris" "Île-de-France" "France" "FR" "Europe/Paris" "EUR" 0.58;
    "Lisbon" "Lisbon" "Portugal" "PT" "Europe/Lisbon" "EUR" 0.42;
    "Singapore" "Singapore" "Singapore" "SG" "Asia/Singapore" "SGD" 1.0;
    "Dubai" "Dubai" "United Arab Emirates" "AE" "Asia/Dubai" "AED" 3.4;
    "Berlin" "Berlin" "Germany" "DE" "Europe/Berlin" "EUR" 0.62;
    "Munich" "Bavaria" "Germany" "DE" "Europe/Berlin" "EUR" 0.68;
    "Hamburg" "Hamburg" "Germany" "DE" "Europe/Berlin" "EUR" 0.64;
    "Bremen" "Bremen" "Germany" "DE" "Europe/Berlin" "EUR" 0.58;
    "Leipzig" "Sachsen" "Germany" "DE" "Europe/Berlin" "EUR" 0.55;
    "Stuttgart" "Baden-Württemberg" "Germany" "DE" "Europe/Berlin" "EUR" 0.66;
    "Ulm" "Baden-Württemberg" "Germany" "DE" "Europe/Berlin" "EUR" 0.61;
    "Freiburg" "Baden-Württemberg" "Germany" "DE" "Europe/Berlin" "EUR" 0.6;
    "Kassel" "Hessen" "Germany" "DE" "Europe/Berlin" "EUR" 0.57;
    "Graz" "Steiermark" "Austria" "AT" "Europe/Vienna" "EUR" 0.58;
    "Zürich" "Zürich" "Switzerland" "CH" "Europe/Zurich" "CHF" 0.95;
    "Madrid" "Comunidad de Madrid" "Spain" "ES" "Europe/Madrid" "EUR" 0.46;
    "Barcelona" "Cataluña" "Spain" "ES" "Europe/Madrid" "EUR" 0.46;
    "Valencia" "Comunidad Valenciana" "Spain" "ES" "Europe/Madrid" "EUR" 0.42;
    "Murcia" "Región de Murcia" "Spain" "ES" "Europe/Madrid" "EUR" 0.4;
    "Málaga" "Andalucía" "Spain" "ES" "Europe/Madrid" "EUR" 0.42;
    "Ciudad de México" "CDMX" "Mexico" "MX" "America/Mexico_City" "MXN" 7.2;
    "Bogotá" "Cundinamarca" "Colombia" "CO" "America/Bogota" "COP" 1300.0;
};

/// The place of a city an employer names.
pub(crate) fn place(city: &str) -> &'static Place {
    PLACES
        .iter()
        .find(|place| place.city == city)
        .expect("every company's city is in the list, which a test checks")
}

/// The towns the location fields of the forms offer, as "City, Country".
pub(crate) fn known_cities() -> &'static [&'static str] {
    static CITIES: OnceLock<Vec<&'static str>> = OnceLock::new();
    CITIES
        .get_or_init(|| include_str!("../parts/cities.txt").lines().filter(|line| !line.is_empty()).collect())
}

/// The offered towns that contain the query, those that begin with it first.
pub(crate) fn find_cities(query: &str, limit: usize) -> Vec<&'static str> {
    let query = fold(query);
    let mut found: Vec<_> =
        known_cities().iter().copied().filter(|city| fold(city).contains(&query)).collect();
    found.sort_by_key(|city| !fold(city).starts_with(&query));
    found.truncate(limit);
    found
}

/// Lower case without the accents a person may leave out when typing.
fn fold(text: &str) -> String {
    text.trim()
        .to_lowercase()
        .chars()
        .map(|c| match c {
            'á' | 'ã' | 'ä' => 'a',
            'é' | 'è' => 'e',
            'í' => 'i',
            'ó' | 'ö' => 'o',
            'ú' | 'ü' => 'u',
            'ń' => 'n',
            'ł' => 'l',
            other => other,
        })
        .collect()
}
