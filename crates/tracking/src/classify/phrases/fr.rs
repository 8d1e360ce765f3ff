//! French.

use super::{Signal, Table};

pub(super) const TABLE: Table = &[
    (
        Signal::Rejection,
        &[
            "(regret|regrettons|regrette|malheureusement|desole*|navre*) ... (informer|annoncer|faire savoir|ne|pas|pouvons|autre*|refus*|retenu*|de ne)",
            "(ne|n) .. (pas|plus) .. (retenu*|retenir|donner suite|ete retenu*|donner une suite|poursuivre|correspond*|favorable*|selectionne*|aller plus loin|en mesure|ete selectionne*|donner de suite|etre retenu*)",
            "(pas|plus|non) .. (ete)? .. (retenu*|retenir|retenue|selectionne*|preselectionne*|favorable) ...",
            "(pas|ne) .. (donner|reserver|apporter) .. suite .. (favorable|positive)? ...",
            "(avons|a|ont|choisi|decide|opte|prefere) .. (choisi|decide|opte|retenu|privilegie|prefere|selectionne) .. (de|un|une|d|pour)? .. (autre*|candidat* dont|ne pas|candidature* dont|plus proche)",
            "(autre|autres|d autres) (candidat*|profil*|candidature*) ...",
            "(poursuivre|continuer|avancer) .. (le processus|la procedure|nos echanges)? .. avec .. (autre*|d autres|un autre|des candidat*)",
            "(poste|offre|position) ... (pourvu*|deja pourvu|ferme|cloture*|annule*|plus disponible|suspendu definitivement)",
            "(candidature|profil|dossier) ... (n a pas|ne correspond|n est pas|rejete*|refuse*|ecarte*|pas ete|non retenu*|ne sera pas|n ont pas|ne repond pas|sans suite|decline*)",
            "(reponse|suite|issue|decision) (negative|defavorable)",
            "ne (correspond*|repond*|remplit) .. pas ...",
            "(refus|rejet) de (votre|ta|la) candidature",
            "ne pas (poursuivre|donner suite|retenir|aller plus loin|continuer|avancer|y donner)",
            "(ne|n) (pourrons|pouvons|poursuivrons|sommes|avancerons|allons) .. pas .. (donner|poursuivre|retenir|proposer|aller|continuer|avancer|votre|en mesure)",
        ],
    ),
    (
        Signal::Regret,
        &[
            "(malheureusement|regret|regrettons|desole*|navre*)",
            "(souhaitons|souhaite|souhaitant) ... (succes|reussite|recherche*|bonne continuation|suite|meilleur|bonne chance|plein)",
            "bonne continuation",
            "(conserver*|conservons|garder*|gardons) ... (cv|candidature|coordonnees|profil|dossier|base|donnees)",
            "(apres) .. (etude|examen|analyse|reflexion|mure|avoir) .. (attentive|approfondi*|attentif|reflexion|etudie)?",
        ],
    ),
    (
        Signal::Rescheduling,
        &[
            "(reporter|decaler|deplacer|annuler|reprogrammer|modifier|changer|replanifier|avancer) .. (votre|notre|l|ton|le|cet|cette|la|l heure)? .. (entretien|rendez vous|appel|echange|reunion|visio*)",
            "(entretien|rendez vous|appel|echange|reunion) ... (reporte*|decale*|deplace*|annule*|reprogramme*|modifie*)",
            "(autre|nouvelle|nouveau) (date|creneau|horaire|horaires|creneaux|rendez vous|heure)",
            "(report|decalage|annulation) .. (de|du) .. (entretien|rendez vous|l entretien|appel)",
        ],
    ),
    (
        Signal::Interview,
        &[
            "(inviter|invitons|invitation|invite|convier|convions|convoquer|convocation|convoque*|proposer|proposons|propose|convie*) ... (entretien|echange|appel|rencontre|rendez vous|visio*|rencontrer|echanger|telephonique|discussion|rencontrons)",
            "(planifier|organiser|fixer|programmer|convenir|caler|prevoir|reserver|prendre|organisons|planifions) ... (entretien|echange|appel|rendez vous|visio*|rencontre|creneau|call|discussion|point)",
            "(entretien) ... (confirme*|confirmation|prevu*|planifie*|programme*|aura lieu|telephonique|le lundi|le mardi|le mercredi|le jeudi|le vendredi|avec (notre|la|le|mme|m)|en visio*|visio*|video|fixe*|dans nos|technique|d embauche|rh|de recrutement|pour le poste|a distance)",
            "(confirmation|invitation|convocation|rappel|details) .. (de|a|pour|d|du|votre)? .. (un|l|votre)? entretien",
            "(souhaitons|souhaiterions|aimerions|voudrions|souhaite|aimerais|souhaiterais|serions ravis|ravis) .. (de|vous|te|d)? .. (vous|te)? (rencontrer|echanger|faire votre connaissance|recevoir|parler|discuter|connaitre|proposer un (entretien|echange|appel|rendez))",
            "(indiquer|indiquez|communiquer|communiquez|transmettre|preciser|dites|envoyer|donner|faire part|connaitre|quelles sont|partager|me dire|nous dire|precisez) ... (disponibilite*|creneau*|dispos)",
            "(vos|tes) (disponibilite*|creneaux|dispos) ...",
            "(etes vous|seriez vous|es tu|serais tu) .. (disponible|libre|dispo) ...",
            "(choisir|choisissez|selectionner|selectionnez|reserver|reservez|choisis) ... (creneau*|horaire*|date|rendez vous|heure)",
            "(impatien*|hate|ravi*|plaisir) .. (de|d)? .. (vous|te)? (rencontrer|echanger|faire votre connaissance|recevoir)",
            "(passer|passez|passe|retenu*|preselectionne*) .. (a|pour|en|au|pour la)? .. (l etape suivante|prochaine etape|etape suivante|entretien|prochain tour|etape des entretiens|un entretien)",
        ],
    ),
    (
        Signal::Talk,
        &[
            "(entretien|entretiens|visioconference|visio)",
            "disponibilite*",
            "(lien) .. (zoom|teams|meet|visio*|reunion)",
        ],
    ),
    (
        Signal::Assessment,
        &[
            "(test|tests|exercice|epreuve|evaluation|cas|defi|questionnaire|challenge) (technique*|en ligne|pratique*|de code|de programmation|d aptitude*|de personnalite|psychotechnique*|de competences|de logique|d anglais|de selection|de connaissances|de recrutement|cognitif*|a realiser|de mise en situation|de niveau)",
            "(realiser|effectuer|completer|passer|faire|resoudre|rendre|realisez|effectuez|passez|completez) ... (test|tests|exercice|evaluation|defi|etude de cas|cas pratique|assessment|questionnaire de personnalite|challenge)",
            "(test|exercice|evaluation|cas pratique|etude de cas|defi) ... (minutes|heures|avant le|lien|ci joint|delai|jusqu au|expire|jours|suivant)",
            "entretien video (differe|pre enregistre|enregistre|en differe)",
            "(video differee|entretien (differe|en differe)|cas pratique|etude de cas|mise en situation)",
        ],
    ),
    (Signal::Test, &["(test|exercice|evaluation|epreuve)"]),
    (
        Signal::Offer,
        &[
            "(offrir|proposer|proposons|faire|offrons|presenter|adresser|soumettre|vous faire) ... (poste de|le poste|ce poste|offre d emploi|offre d embauche|une offre|contrat|embauche|cdi|cdd|un poste|une proposition d embauche|notre offre|promesse d embauche)",
            "(promesse d embauche|lettre d embauche|proposition d embauche|contrat de travail|offre d embauche|lettre d engagement|offre ferme|proposition de contrat|offre d emploi (ci jointe|formelle|pour le poste|ferme|en piece)|proposition salariale)",
            "(bienvenue) .. (dans|parmi|chez|a bord) .. (equipe|nous|l equipe|notre|bord)?",
            "(signer|accepter|signature|acceptation|signe*|retourner) .. (le|du|de|votre|l|cette|notre|la)? .. (contrat|offre|promesse|proposition)",
            "(felicitations|bravo) ... (poste|offre|equipe|embauche|retenu*|selectionne*|recrut*)",
            "(avons|a|ete|etes|est) .. (le plaisir|retenu*|ravis|heureux) .. (de|d|pour)? ... (vous (embaucher|recruter|accueillir|compter|confirmer votre (embauche|recrutement))|votre (embauche|recrutement)|integrer|rejoindre notre)",
            "(rejoindre|integrer) (notre|l|nos) (equipe|equipes|entreprise) (en tant que|comme|a compter|a partir|des le)",
            "candidature (a ete|est) retenue pour le poste",
        ],
    ),
    (
        Signal::Request,
        &[
            "(merci de|priere de|pourriez vous|pouvez vous|veuillez|pourrais tu|peux tu|demandons de|demander de|besoin de|besoin d|prions de|invitons a|remercions de|vous demandons|bien vouloir|prie de|besoin que vous) ... (envoy*|transmet*|fourn*|complet*|adress*|faire parvenir|remplir|rempliss*|repond*|communiquer|joindre|telecharg*|preciser|precis*|ajout*|indiquer (vos|votre|si)|mettre a jour|piece*|informations*|confirmer (votre|si|que)|renseign*|deposer)",
            "(manque|manquant*|manquent|incomplet*|incomplete) ...",
            "(pieces|documents|informations|justificatif*|renseignements) (manquant*|complementaire*|supplementaire*|necessaire*|demande*|suivant*)",
            "(candidature|dossier|profil) .. (est|reste)? .. (incomplet*|non finalise*|en attente de pieces|pas complet*|inachevee)",
            "(pretentions|attentes|souhaits) (salariale*) ...",
            "(preavis|permis de travail|references professionnelles|date de disponibilite|titre de sejour|date de prise de poste|lettre de motivation|extrait de casier)",
            "(quand|a partir de quand|des quand) (pourriez|pouvez|seriez|pourrais) (vous|tu) ...",
            "(toujours|encore) (interesse*|disponible*|a l ecoute)",
            "(repondre|repondez) .. (a|aux) .. (quelques|questions|ces|suivantes|questionnaire)",
            "(finaliser|completer|finalisez|completez|terminer) .. (votre|ta) .. (candidature|dossier|profil|inscription)",
        ],
    ),
    (Signal::Need, &["(documents|justificatif*|pieces|references|formulaire)"]),
    (
        Signal::Receipt,
        &[
            "(merci|remercions|remercie|remercier) ... (candidature|interet|postule|postuler|cv|candidater|confiance|dossier|votre envoi)",
            "(recu|recue|reception|accusons|accuse|enregistre|enregistree|parvenue|parvenu|bien pris) ... (candidature|cv|dossier|postulation|demande|candidater)",
            "(candidature|cv|dossier|postulation) ... (recu|recue|enregistre|enregistree|transmis*|envoyee|prise en compte|parvenue|bien ete|en cours|etudiee|examinee|consultee|avec succes|soumise|etude|a l etude|en cours de traitement)",
            "(accuse de reception|confirmation de (candidature|votre candidature|reception))",
            "(etudier|etudions|examiner|examinons|analyser|etude|examen|etudierons|examinerons|etudie|examine|analysera|etudiera|examinera) .. (avec attention|attentivement|actuellement|de|la|soigneusement)? .. (votre|de votre|vos|les|des|ta|toutes)? .. (candidature*|profil|dossier|cv)",
            "(vous avez|avez bien|vous venez de|tu as) (bien)? (postule|postuler|candidate|candidater)",
        ],
    ),
    (
        Signal::Courtesy,
        &[
            "(reviendrons|recontacter*|recontacterons|contacterons|reviendra|tiendrons (informe*|au courant)|reprendrons contact|revenons vers|recontacte*|prendrons contact|prendra contact)",
            "(message|mail|courriel|email) .. automatique",
            "(ne pas|merci de ne pas) .. repondre",
            "sans (reponse|retour|nouvelle*) de notre part",
        ],
    ),
    (
        Signal::Advert,
        &[
            "(nouvelles|nouveaux|dernieres|autres|meilleures|toutes les|derniers) .. (offres|emplois|postes|opportunites|annonces|jobs) ...",
            "(offres|emplois|postes|annonces|jobs) (d emploi)? .. (pour vous|pour toi|recommande*|correspond*|qui pourraient|similaire*|pres de|selon|du jour|de la semaine|susceptibles|a pourvoir|selectionne*|nouvelles|qui peuvent|dans votre)",
            "(alerte|alertes|bulletin) .. (emploi|job|offres|d emploi|emplois)",
            "(vos|votre|ton|tes) (alerte*|recherche* enregistree*|recherche sauvegardee)",
            "(desabonner|desinscrire|gerer|modifier|supprimer|desactiver|desabonnement) ... (alerte*|abonnement*|notifications|preferences)",
            "(postulez|candidatez|postuler) (maintenant|vite|des|en un clic|directement|ici|facilement|en ligne)",
            "voir (toutes|plus|l ensemble|les) .. (offres|annonces|emplois)",
            "# .. (nouvelles|nouveaux)? (offres|emplois|annonces|jobs|postes)",
            "recrute* (pres|actuellement|pres de chez)",
        ],
    ),
    (
        Signal::Code,
        &[
            "(code) (de|d) (securite|verification|confirmation|acces|validation|authentification|connexion|usage unique)",
            "(saisir|saisissez|entrez|copiez|entrer|copier|utilisez|collez|renseignez) .. (le|ce|votre|suivant)? .. code",
            "code .. (expire|valable|valide|est)",
        ],
    ),
    (
        Signal::Noise,
        &[
            "(newsletter|infolettre|webinaire|webinar|salon de l emploi|conseils carriere|job dating)",
            "(suis tombe*|sommes tombe*|ai vu|avons vu|ai consulte|ai decouvert|ai trouve|decouvert|parcouru|repere) .. (sur)? .. (votre|ton) .. (profil|cv|parcours)",
            "(seriez vous|etes vous|serais tu|es tu) .. (ouvert*|interesse*|a l ecoute) ...",
            "(reinitialiser|reinitialisation|oublie|changer|modifier) .. (votre|de|ton|du|le)? .. mot de passe",
            "(compte|espace candidat|profil) .. (a ete cree|cree|active*|activer|confirmer|a bien ete cree|supprime*)",
            "(enquete|votre avis|satisfaction|questionnaire de satisfaction|evaluez|donnez nous votre|notez)",
            "(votre|ta) (commande|facture|livraison|reservation|colis|abonnement|paiement)",
            "(remise|reduction|promotion|soldes|offre speciale|pour cent)",
            "(absence du bureau|reponse automatique|absent*|en conges|conge)",
            "(confirmer|confirmez|verifier|verifiez|valider|validez) .. (votre|ton) (adresse|email|e mail|compte|courriel)",
            "(gel des recrutements|gel des embauches|en pause|suspendu|mis en attente|gele)",
            "(vivier|communaute de talents)",
        ],
    ),
    (
        Signal::Withdrawal,
        &[
            "(retrait|retire|retiree|retirer|desistement) .. (de|la|votre|ta|du|ete)? .. (candidature|processus|confirme*)?",
            "candidature .. (retiree|annulee par)",
        ],
    ),
    (
        Signal::Condition,
        &[
            "(si) (votre|vous|nous|le|la|ta|ton|tu|vos|l|cela|son|retenu*|votre|elle|aucun|sans|notre)",
            "(au cas ou|en cas|dans le cas|lorsque|des que|une fois|selon|sous reserve|le cas echeant|eventuel*|suivant l)",
            "(candidat*|profils|personnes) (retenu*|dont|qui|selectionne*|preselectionne*)",
            "(processus|procedure|etapes) (se deroule|comprend|comporte|est|comporte|consiste|sera)",
            "(pourrait|pourraient|generalement|habituellement|en general)",
            "sans (reponse|retour|nouvelle*) de notre part",
            "s (il|ils|elle|avere*)",
        ],
    ),
    (
        Signal::Past,
        &[
            "(merci|remercions|remercie|remercier) ... (temps|entretien|echange|participation|participe|rencontre|discussion|appel|accorde|consacre)",
            "(suite a|apres|depuis|lors de|au cours de|suite) .. (notre|votre|l|cet|ton|nos|un|l)? .. (entretien*|echange*|rencontre|appel|test|rendez vous|discussion)",
            "(plaisir|ravi*|enchante*) .. (de|d)? .. (vous)? (avoir rencontre*|avoir echange|echanger avec vous (hier|aujourd))",
        ],
    ),
];
