//! Words that show a mail to be about work, in all four languages.

use super::{Signal, Table};

pub(super) const TABLE: Table = &[(
    Signal::Work,
    &[
        "(application|applications|applying|applied|candidate|candidacy|position|role|job|vacancy|interview*|resume|cv|portfolio|portafolio|recruit*|hiring|career*|talent|team|experience|shortlist*|onsite|phone screen|screening)",
        "(bewerbung*|stelle|position|vorstellungsgesprach*|gesprach|interview*|lebenslauf|profil|unterlagen|kennenlern*|bewerber*|ausbildung*|karriere|praktikum|hospit*)",
        "(candidatura|solicitud|postulacion|puesto|vacante|entrevista*|curriculum|perfil|proceso|equipo|seleccion|empleo)",
        "(candidature|poste|entretien*|profil|recrutement|dossier|equipe|stage|alternance|embauche)",
    ],
)];
