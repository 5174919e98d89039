"""What French words do in a clause that asks for no more texts."""

from collections.abc import Mapping
from typing import Final

from opt_outs.domain.classifier.language_pack import Role

ROLES: Final[Mapping[Role, str]] = {
    Role.GET: """
        avoir
    """,
    Role.FORBID: """
        interdis
    """,
    Role.CEASE: """
        arretez arrete arreter cessez cesse cesser stopper stoppez stop arretiez cessiez
    """,
    Role.CONTACT: """
        ecrire contacter texter harceler deranger spammer embeter solliciter relancer
        importuner ecrivez ecris contactez contacte derangez sollicitez importunez
        harcelez ecriviez contactiez contactee sollicite derange
    """,
    Role.SEND: """
        envoyer envoyez envoie envoies envoyiez adresser adressez
    """,
    Role.RECEIVE: """
        recevoir
    """,
    Role.WANT: """
        veux voudrais souhaite souhaiterais desire aimerais veut voulons souhaitons
        prefere accepte autorise consens
    """,
    Role.REMOVE: """
        retirez retire retirer enlevez enleve enlever supprimez supprime supprimer
        effacez efface effacer rayez rayer otez virez radiez desinscrivez desinscris
        desabonnez desabonne
    """,
    Role.LEAVE: """
        desabonner desinscrire desabonnement desinscription
    """,
    Role.REVOKE: """
        revoque retire revoquer
    """,
    Role.PERMISSION: """
        consentement autorisation accord
    """,
    Role.TEXTS: """
        messages message sms textos texto msg alertes notifications pub pubs publicites
        publicite promos offres rappels spam spams sollicitations promotions annonces
    """,
    Role.ME: """
        m me moi nous mon mes numero portable nom coordonnees
    """,
    Role.LIST: """
        liste listes base fichier fichiers systeme contacts diffusion repertoire
    """,
    Role.NOT: """
        ne n
    """,
    Role.MORE: """
        plus rien jamais pas aucun aucune desormais
    """,
    Role.MODAL: """
        pouvez pourriez peux pourrais veuillez merci prie demande demandons exige priere
    """,
    Role.I: """
        je j
    """,
    Role.YOU: """
        vous tu on
    """,
    Role.FILLER: """
        de d des du la le les l ce cet cette ces ta tes votre vos ton a au aux en sur
        par svp stp s il te plait vous merci bonjour bonsoir salut et ou que etre tout
        toute tous toutes immediatement maintenant definitivement vraiment encore avance
        beaucoup part donnees envoi envois suite bien vouloir oui cordialement madame
        monsieur publicitaires publicitaire promotionnels commerciaux indesirables
        commerciales completement ici
    """,
}
