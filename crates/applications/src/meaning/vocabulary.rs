//! The words for what a field asks. Every word belongs to a group: the word that tells enough to a program that
//! does not need to know more. `postal_code` is of the group `address`, `gender` of the group `eeo`.
//!
//! Which word is printed follows one rule: of an application, and of a bare label, the group is the meaning and the
//! word itself is the detail; of any other page the meaning is the standard `autocomplete` token where there is one.

macro_rules! meanings {
    ($($(#[$doc:meta])* $name:ident = $word:literal $(=> $token:literal)? $(in $group:ident)?),* $(,)?) => {
        /// What a field asks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Meaning {
            $($(#[$doc])* $name,)*
        }

        impl Meaning {
            /// Every meaning.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The word of the vocabulary.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }

            /// The wider meaning this one is a part of; itself when it is none.
            pub fn group(self) -> Self {
                match self {
                    $(Self::$name => [$(Self::$group,)? Self::$name][0],)*
                }
            }

            /// The standard `autocomplete` token of the same meaning, where there is one.
            pub fn autocomplete_token(self) -> Option<&'static str> {
                let tokens: &[&'static str] = match self {
                    $(Self::$name => &[$($token)?],)*
                };
                tokens.first().copied()
            }
        }
    };
}

meanings! {
    /// Given and family name in one field.
    FullName = "full_name" => "name",
    /// Given name.
    FirstName = "first_name" => "given-name",
    /// Middle name or initial.
    MiddleName = "middle_name" => "additional-name",
    /// Family name.
    LastName = "last_name" => "family-name",
    /// The name a person wants to be called by.
    PreferredName = "preferred_name" => "nickname",
    /// Mr, Ms, Dr.
    HonorificPrefix = "honorific_prefix" => "honorific-prefix" in Other,
    /// Jr., PhD.
    HonorificSuffix = "honorific_suffix" => "honorific-suffix" in Other,
    /// How the name is spoken.
    NamePronunciation = "name_pronunciation" in Other,
    /// Pronouns.
    Pronouns = "pronouns",
    /// E-mail address.
    Email = "email" => "email",
    /// Telephone number.
    Phone = "phone" => "tel",
    /// The country code of a telephone number.
    PhoneCountryCode = "phone_country_code" => "tel-country-code" in Phone,
    /// The area code of a telephone number.
    PhoneAreaCode = "phone_area_code" => "tel-area-code" in Phone,
    /// The extension of a telephone number.
    PhoneExtension = "phone_extension" => "tel-extension" in Phone,
    /// Mobile, home, work.
    PhoneType = "phone_type" in Other,
    /// Street and number, or a whole postal address.
    Address = "address" => "street-address",
    /// First line of a postal address.
    AddressLine1 = "address_line1" => "address-line1" in Address,
    /// Second line of a postal address: flat, floor.
    AddressLine2 = "address_line2" => "address-line2" in Address,
    /// Third line of a postal address.
    AddressLine3 = "address_line3" => "address-line3" in Address,
    /// Postal code.
    PostalCode = "postal_code" => "postal-code" in Address,
    /// Where the person lives: town, region, country.
    Location = "location",
    /// Town.
    City = "city" => "address-level2" in Location,
    /// State, province, Bundesland.
    Region = "region" => "address-level1" in Location,
    /// Country.
    Country = "country" => "country" in Location,
    /// LinkedIn profile.
    Linkedin = "linkedin",
    /// GitHub profile.
    Github = "github",
    /// Web site or other links.
    Website = "website" => "url",
    /// Portfolio.
    Portfolio = "portfolio" in Website,
    /// Twitter, X and other networks.
    SocialProfile = "social_profile" in Website,
    /// The resume.
    Resume = "resume",
    /// The cover letter.
    CoverLetter = "cover_letter",
    /// Diplomas, references, transcripts and other papers.
    OtherDocument = "other_document" in Other,
    /// A photograph of the person.
    Photo = "photo" => "photo" in Other,
    /// Present or last employer.
    CurrentCompany = "current_company" => "organization",
    /// Present or last job title.
    CurrentTitle = "current_title" => "organization-title",
    /// Employed, looking, student.
    EmploymentStatus = "employment_status" in Other,
    /// School and degree in any shape.
    Education = "education",
    /// The school or university.
    School = "school" in Education,
    /// The degree, or the highest level of education.
    Degree = "degree" in Education,
    /// Field of study.
    FieldOfStudy = "field_of_study" in Education,
    /// Grade.
    Grade = "grade" in Education,
    /// When school began or ended.
    EducationDates = "education_dates" in Education,
    /// A licence, certificate or registration.
    Credential = "credential",
    /// A driving licence.
    DrivingLicence = "driving_licence" in Credential,
    /// A security clearance.
    SecurityClearance = "security_clearance" in Credential,
    /// Languages spoken.
    Language = "language",
    /// Whether the person has done something, or knows it.
    ExperienceConfirm = "experience_confirm",
    /// For how many years.
    YearsOfExperience = "years_of_experience" in ExperienceConfirm,
    /// A text in the person's own words.
    Essay = "essay",
    /// Why this job, why this employer.
    Motivation = "motivation" in Essay,
    /// Whatever else the person wants to say.
    AdditionalInformation = "additional_information" in Essay,
    /// How the person came upon the job.
    HowHeard = "how_heard",
    /// Who recommended the person.
    Referral = "referral",
    /// Pay wanted.
    Salary = "salary",
    /// Pay now.
    CurrentSalary = "current_salary" in Salary,
    /// The currency of the pay.
    SalaryCurrency = "salary_currency" in Salary,
    /// First possible day.
    StartDate = "start_date",
    /// Period of notice.
    NoticePeriod = "notice_period",
    /// Full time, part time, contract.
    EmploymentType = "employment_type" in Other,
    /// Shifts, nights, weekends, long hours.
    Shift = "shift" in Other,
    /// Willingness to travel.
    Travel = "travel" in Other,
    /// Time zone of work.
    TimeZone = "time_zone" in Other,
    /// When and how the person can be interviewed.
    InterviewAvailability = "interview_availability" in Other,
    /// Willingness to move.
    Relocation = "relocation",
    /// Willingness to come to an office.
    OfficeAttendance = "office_attendance",
    /// Whether the place of work suits.
    WorkLocationOk = "work_location_ok",
    /// The right to work in a country.
    WorkAuthorization = "work_authorization",
    /// The visa or permit the person has.
    VisaStatus = "visa_status" in WorkAuthorization,
    /// The need of a visa or sponsorship.
    Sponsorship = "sponsorship",
    /// Export control.
    ExportControl = "export_control",
    /// Citizenship or nationality.
    Citizenship = "citizenship" in ExportControl,
    /// Former work for the same employer.
    PriorEmployment = "prior_employment",
    /// A former application to the same employer.
    PriorApplication = "prior_application",
    /// Relatives, offices or interests that conflict.
    ConflictOfInterest = "conflict_of_interest",
    /// Relatives or friends at the employer.
    RelativesHere = "relatives_here" in ConflictOfInterest,
    /// Public office, of the person or of relatives.
    GovernmentOfficial = "government_official" in ConflictOfInterest,
    /// Agreements that restrict the person.
    Noncompete = "noncompete",
    /// Being of age.
    Age18 = "age_18",
    /// Day of birth.
    Birthday = "birthday" => "bday" in Other,
    /// The number a state gave the person.
    NationalId = "national_id" in Other,
    /// Convictions.
    CriminalRecord = "criminal_record" in Other,
    /// What the person needs to take part.
    Accommodation = "accommodation" in Other,
    /// People who can be asked about the person.
    References = "references" in Other,
    /// Agreement to terms or to the use of data.
    Consent = "consent",
    /// The statement that everything is true.
    Certification = "certification" in Consent,
    /// Agreement to a check of background or health.
    BackgroundCheck = "background_check" in Consent,
    /// Agreement to be written to later.
    FutureContact = "future_contact" in Consent,
    /// The person's name as a signature.
    Signature = "signature" in Consent,
    /// The day of the signature.
    SignatureDate = "signature_date" in Other,
    /// Equal-opportunity questions without further parts.
    Eeo = "eeo",
    /// Gender.
    Gender = "gender" in Eeo,
    /// Transgender.
    Transgender = "transgender" in Eeo,
    /// Sexual orientation.
    SexualOrientation = "sexual_orientation" in Eeo,
    /// Race or ethnic origin.
    Race = "race" in Eeo,
    /// Hispanic or Latino.
    Hispanic = "hispanic" in Eeo,
    /// Military service.
    Veteran = "veteran" in Eeo,
    /// Disability.
    Disability = "disability" in Eeo,
    /// Age or age group.
    AgeGroup = "age_group" in Eeo,
    /// Religion.
    Religion = "religion" in Eeo,
    /// Name on a payment card. Payment is recognised so that it is never filled.
    CardName = "cc-name" => "cc-name",
    /// Number of a payment card.
    CardNumber = "cc-number" => "cc-number",
    /// Expiry of a payment card.
    CardExpiry = "cc-exp" => "cc-exp",
    /// Month of expiry of a payment card.
    CardExpiryMonth = "cc-exp-month" => "cc-exp-month",
    /// Year of expiry of a payment card.
    CardExpiryYear = "cc-exp-year" => "cc-exp-year",
    /// Security code of a payment card.
    CardCode = "cc-csc" => "cc-csc",
    /// Kind of payment card.
    CardType = "cc-type" => "cc-type",
    /// A bank account.
    BankAccount = "bank_account" in Other,
    /// A password or another secret.
    Password = "password" in Other,
    /// The name of an account.
    Username = "username" in Other,
    /// A code that was sent to the person.
    OneTimeCode = "one_time_code" => "one-time-code" in Other,
    /// Understood, and none of the above.
    Other = "other",
    /// No question at all: a bare mark, an id, several labels run together.
    NotALabel = "not_a_label",
    /// Not understood.
    Unknown = "unknown",
}

impl Meaning {
    /// The meaning of a word of the vocabulary.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|meaning| meaning.as_str() == word)
    }

    /// The meaning of a standard `autocomplete` token.
    pub(super) fn of_autocomplete(token: &str) -> Option<Self> {
        match token {
            "tel-national" | "tel-local" => Some(Self::Phone),
            "country-name" => Some(Self::Country),
            "current-password" | "new-password" => Some(Self::Password),
            "username" => Some(Self::Username),
            token => Self::ALL.iter().copied().find(|meaning| meaning.autocomplete_token() == Some(token)),
        }
    }

    /// Legal and sensitive questions: answered only by what the person stated, never by a rule.
    pub fn is_sensitive(self) -> bool {
        matches!(
            self.group(),
            Self::WorkAuthorization
                | Self::Sponsorship
                | Self::ExportControl
                | Self::PriorEmployment
                | Self::ConflictOfInterest
                | Self::Noncompete
                | Self::Age18
                | Self::Eeo
                | Self::Pronouns
                | Self::Salary
                | Self::Credential
        ) || matches!(self, Self::Birthday | Self::NationalId | Self::CriminalRecord | Self::Accommodation)
    }

    /// Payment and secrets: recognised so that nothing is ever typed there.
    pub fn is_never_filled(self) -> bool {
        matches!(
            self,
            Self::CardName
                | Self::CardNumber
                | Self::CardExpiry
                | Self::CardExpiryMonth
                | Self::CardExpiryYear
                | Self::CardCode
                | Self::CardType
                | Self::BankAccount
                | Self::Password
        )
    }

    /// Contact, place, payment and the like: what is written or chosen, and never a yes.
    pub(super) fn is_written(self) -> bool {
        self.is_never_filled()
            || matches!(
                self,
                Self::FullName
                    | Self::FirstName
                    | Self::MiddleName
                    | Self::LastName
                    | Self::PreferredName
                    | Self::Email
                    | Self::Phone
                    | Self::Address
                    | Self::Location
                    | Self::Linkedin
                    | Self::Github
                    | Self::Website
                    | Self::CurrentCompany
                    | Self::CurrentTitle
            )
    }

    /// Whether the answer depends on the country it is asked for.
    pub fn depends_on_country(self) -> bool {
        matches!(self.group(), Self::WorkAuthorization | Self::Sponsorship)
    }
}
